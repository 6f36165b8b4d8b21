// Tokens, `CYCLES` cycles later.
module gandse_delay #(
    parameter int WIDTH = 1,
    parameter int CYCLES = 1) (
    input  logic             clk,
    input  logic             rst,
    input  logic [WIDTH-1:0] d,
    output logic [WIDTH-1:0] q);
  if (CYCLES == 0) begin : g_none
    wire unused = clk ^ rst;
    assign q = d;
  end else if (CYCLES == 1) begin : g_one
    always_ff @(posedge clk) q <= rst ? '0 : d;
  end else begin : g_line
    logic [WIDTH*CYCLES-1:0] line;
    assign q = line[WIDTH*(CYCLES-1) +: WIDTH];
    always_ff @(posedge clk) line <= rst ? '0 : {line[0 +: WIDTH*(CYCLES-1)], d};
  end
endmodule
