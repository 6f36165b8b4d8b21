// Reads a weight tile, one beat after the other, and says where in the weight SRAM it goes.
module gandse_weight_loader #(
    parameter int LDSB = 2,
    parameter int LWSS = 10) (
    input  logic                clk,
    input  logic                job,
    input  logic                ready,
    input  logic [31:0]         address,
    input  logic [LWSS-1:0]     at,
    input  logic [19:0]         beats,
    input  logic [18:0]         bytes,
    output logic                done,
    output logic [31:0]         read_address,
    output logic [LDSB:0]       read_count,  // bytes of this beat
    output logic [LWSS-1:0]     write_at);
  logic [19:0] beat;
  wire [19:0] offset = beat << LDSB;
  wire [19:0] left = {1'b0, bytes} - offset;
  assign done = job && ready && beat + 20'd1 == beats;
  assign read_address = address + 32'(offset);
  assign read_count = left >= 20'(1 << LDSB) ? (LDSB+1)'(1 << LDSB) : left[LDSB:0];
  assign write_at = {at[LWSS-1], at[LWSS-2:0] + offset[LWSS-2:0]};
  always_ff @(posedge clk)
    if (!job || done) beat <= '0;
    else if (ready) beat <= beat + 20'd1;
endmodule
