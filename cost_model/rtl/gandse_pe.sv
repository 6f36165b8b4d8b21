// Multiplies and adds. Weights and their tokens move right, activations down; `shift` takes the left neighbour's sum.
module gandse_pe (
    input  logic               clk,
    input  logic               valid,    // weight and activation are the next index of the reduction
    input  logic               first,    // ... the first one: the sum begins anew
    input  logic               shift,
    input  logic signed [7:0]  weight,
    input  logic signed [7:0]  activation,
    input  logic [31:0]        left,     // sum of the PE to the left
    output logic               valid_q,
    output logic               first_q,
    output logic signed [7:0]  weight_q,
    output logic signed [7:0]  activation_q,
    output logic [31:0]        sum);
  logic signed [15:0] product;
  always_ff @(posedge clk) begin
    valid_q <= valid;
    first_q <= first;
    weight_q <= weight;
    activation_q <= activation;
    product <= weight * activation;
    if (valid_q) sum <= (first_q ? 32'd0 : sum) + 32'(product);
    else if (shift) sum <= left;
  end
`ifdef GANDSE_ASSERT
  always_ff @(posedge clk) assert (!(valid_q && !first_q && shift));  // a sum that grows is not moved
`endif
endmodule
