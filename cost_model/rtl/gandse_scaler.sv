// One lane: int32 sum to int8. Adds the bias, multiplies, shifts right, rounds halves away from zero, saturates.
// Five cycles.
module gandse_scaler (
    input  logic               clk,
    input  logic               relu,
    input  logic signed [31:0] sum,
    input  logic signed [31:0] bias,
    input  logic [15:0]        multiplier,
    input  logic [5:0]         right,
    output logic [7:0]         q);
  logic signed [32:0] biased;
  logic signed [49:0] product;
  logic [48:0] magnitude;
  logic [49:0] twice;       // the scaled magnitude, and one bit behind the point
  logic [15:0] multiplier_q;
  logic [5:0]  right_q, right_qq, right_qqq;
  logic        negative, negative_q;
  wire [49:0]  rounded = twice + 50'd1;
  wire         huge = |rounded[49:9];
  wire [8:0]   whole = {huge, rounded[8:1]};
  wire signed [49:0] opposite = -product;
  wire unused = ^{rounded[0], opposite[49]};
  always_ff @(posedge clk) begin
    biased <= 33'(sum) + 33'(bias);
    multiplier_q <= multiplier;
    right_q <= right;
    product <= 50'(biased) * $signed({34'd0, multiplier_q});
    right_qq <= right_q;
    negative <= product[49];
    magnitude <= product[49] ? opposite[48:0] : product[48:0];
    right_qqq <= right_qq;
    negative_q <= negative;
    twice <= {magnitude, 1'b0} >> right_qqq;
    q <= negative_q ? (relu ? 8'd0 : whole > 9'd128 ? 8'h80 : 8'd0 - whole[7:0])
                    : whole > 9'd127 ? 8'h7f : whole[7:0];
  end
endmodule
