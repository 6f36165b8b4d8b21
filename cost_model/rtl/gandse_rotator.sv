// Rotates lanes: q[i] = d[(i + by) mod 2^LLANES], by stages of powers of two.
module gandse_rotator #(
    parameter int WIDTH = 8,
    parameter int LLANES = 2) (
    input  logic [WIDTH*(1 << LLANES)-1:0] d,
    input  logic [LLANES-1:0]              by,
    output logic [WIDTH*(1 << LLANES)-1:0] q);
  localparam int BITS = WIDTH * (1 << LLANES);
  always_comb begin
    q = d;
    for (int s = 0; s < LLANES; s = s + 1)
      if (by[s]) q = (q >> (WIDTH << s)) | (q << (BITS - (WIDTH << s)));
  end
endmodule
