// First in, first out, 2^LDEPTH words. `head` is the oldest word while `filled`.
module gandse_fifo #(
    parameter int WIDTH = 8,
    parameter int LDEPTH = 4) (
    input  logic             clk,
    input  logic             rst,
    input  logic             push,
    input  logic [WIDTH-1:0] d,
    input  logic             pop,
    output logic             filled,
    output logic [WIDTH-1:0] head);
  localparam int DEPTH = 1 << LDEPTH;
  logic [WIDTH-1:0] memory[DEPTH];
  logic [LDEPTH:0] first, last;  // one bit more than an address, so that full is not empty
  assign filled = first != last;
  assign head = memory[first[LDEPTH-1:0]];
  always_ff @(posedge clk) begin
    if (push) memory[last[LDEPTH-1:0]] <= d;
    if (rst) begin
      first <= '0;
      last <= '0;
    end else begin
      if (push) last <= last + 1'b1;
      if (pop) first <= first + 1'b1;
    end
  end
`ifdef GANDSE_ASSERT
  wire [LDEPTH:0] count = last - first;
  always_ff @(posedge clk)
    if (!rst) begin
      assert (!(push && count == (LDEPTH+1)'(DEPTH)));
      assert (!(pop && !filled));
    end
`endif
endmodule
