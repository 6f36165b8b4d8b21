// R x C PEs, output stationary. Row r begins r cycles after row 0, column c c cycles after column 0. `shift` moves the
// sums of a column to the right; the last column leaves.
module gandse_array #(
    parameter int R = 4,
    parameter int C = 4) (
    input  logic            clk,
    input  logic [R-1:0]    valid,
    input  logic [R-1:0]    first,
    input  logic [C-1:0]    shift,
    input  logic [8*R-1:0]  weights,
    input  logic [8*C-1:0]  activations,
    output logic [32*R-1:0] sums);
  wire [R*(C+1)-1:0]    v, f;
  wire [8*R*(C+1)-1:0]  w;
  wire [8*(R+1)*C-1:0]  x;
  wire [32*R*(C+1)-1:0] s;
  assign x[8*C-1:0] = activations;
  for (genvar r = 0; r < R; r = r + 1) begin : g_row
    assign v[r*(C+1)] = valid[r];
    assign f[r*(C+1)] = first[r];
    assign w[8*r*(C+1) +: 8] = weights[8*r +: 8];
    assign s[32*r*(C+1) +: 32] = '0;
    assign sums[32*r +: 32] = s[32*(r*(C+1)+C) +: 32];
    for (genvar c = 0; c < C; c = c + 1) begin : g_column
      gandse_pe i_pe (
          .clk, .valid(v[r*(C+1)+c]), .first(f[r*(C+1)+c]), .shift(shift[c]),
          .weight(w[8*(r*(C+1)+c) +: 8]), .activation(x[8*(r*C+c) +: 8]), .left(s[32*(r*(C+1)+c) +: 32]),
          .valid_q(v[r*(C+1)+c+1]), .first_q(f[r*(C+1)+c+1]), .weight_q(w[8*(r*(C+1)+c+1) +: 8]),
          .activation_q(x[8*((r+1)*C+c) +: 8]), .sum(s[32*(r*(C+1)+c+1) +: 32]));
    end
  end
  // What leaves the last row and the last column is not used further.
  wire unused = ^{x[8*R*C +: 8*C], v, f, w};
endmodule
