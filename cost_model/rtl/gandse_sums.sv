// The output SRAM: int32 sums, a line of R channels for every pixel and row fold, two halves. Drains a fold, one column
// a cycle from the last one on: read, add, write, a cycle each. The other half is read by stores meanwhile.
module gandse_sums #(
    parameter int LR = 2,
    parameter int LC = 2,
    parameter int LLINES = 6) (
    input  logic                  clk,
    input  logic                  rst,
    input  logic                  drain,          // the array's last column is complete in the next cycle
    input  logic                  drain_first,
    input  logic                  drain_half,
    input  logic [LC:0]           drain_columns,
    input  logic [LLINES-1:0]     drain_line,
    output logic [(1 << LC)-1:0]  shift,
    input  logic [32*(1<<LR)-1:0] sums,           // of the array's last column
    input  logic                  store,
    input  logic                  store_half,
    input  logic [LLINES-1:0]     store_line,
    output logic [32*(1<<LR)-1:0] store_sums);    // a cycle later
  localparam int R = 1 << LR;
  localparam int C = 1 << LC;
  logic draining, first, half;
  logic [LC-1:0] column;
  logic [LC:0] columns;
  logic [LLINES-1:0] line;
  always_ff @(posedge clk) begin
    if (rst) begin
      draining <= 1'b0;
      shift <= '0;
    end else if (drain) begin
      draining <= 1'b1;
      shift <= {{C-1{1'b1}}, 1'b0};
      column <= LC'(C - 1);
      columns <= drain_columns;
      first <= drain_first;
      half <= drain_half;
      line <= drain_line;
    end else begin
      shift <= {shift[C-2:0], 1'b0};
      column <= column - 1'b1;
      line <= line - 1'b1;
      if (column == '0) draining <= 1'b0;
    end
  end

  logic [32*R-1:0] drained, grown;
  logic read_q, write, first_q, half_q, write_half;
  logic [LLINES-1:0] line_q, write_line;
  wire [32*R-1:0] old[2];
  always_ff @(posedge clk) begin
    drained <= sums;
    read_q <= !rst && draining && {1'b0, column} < columns;
    first_q <= first;
    half_q <= half;
    line_q <= line;
    write <= !rst && read_q;
    write_half <= half_q;
    write_line <= line_q;
    for (int r = 0; r < R; r = r + 1)
      grown[32*r +: 32] <= drained[32*r +: 32] + (first_q ? 32'd0 : old[half_q][32*r +: 32]);
  end

  logic store_half_q;
  always_ff @(posedge clk) store_half_q <= store_half;
  assign store_sums = old[store_half_q];
  for (genvar h = 0; h < 2; h = h + 1) begin : g_half
    gandse_bank #(.WIDTH(32*R), .LDEPTH(LLINES)) i_bank (
        .clk, .write(write && write_half == 1'(h)), .write_address(write_line), .write_data(grown),
        .read_address(store && store_half == 1'(h) ? store_line : line), .read_data(old[h]));
  end
`ifdef GANDSE_ASSERT
  always_ff @(posedge clk)
    if (!rst) begin
      assert (!(drain && draining && column != '0));              // drains do not overlap
      assert (!(store && draining && half == store_half));        // nor meet a store in one half
      assert (!(store && read_q && half_q == store_half));
      assert (!(store && write && write_half == store_half));
    end
`endif
endmodule
