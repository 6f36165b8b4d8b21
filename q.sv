module q import gandse_pkg::*; #(parameter int W = 4) (input logic clk, input layer_t layer, output logic [15:0] o);
  layer_t held;
  always_ff @(posedge clk) held <= layer;
  assign o = held.a + {8'd0, held.b} + 16'(W);
endmodule
