// Reads an input tile, row by row of every block of channels. Bytes of the rows that lie outside of the input are zeros,
// which take the port's time and read nothing.
`include "gandse_layer.svh"

module gandse_input_loader #(
    parameter int LDSB = 2,
    parameter int LISS = 10) (
    input  logic                clk,
    input  logic                job,
    input  logic                ready,
    input  layer_t              layer,
    input  logic [31:0]         address,   // of the tile's first byte
    input  logic signed [26:0]  x,
    input  logic signed [21:0]  y,
    input  logic [19:0]         channel,
    input  logic [LISS-1:0]     at,
    output logic                done,
    output logic                take,      // a beat is dealt with in this cycle
    output logic                read,      // ... by reading bytes `low` to `high` - 1 of it
    output logic [31:0]         read_address,
    output logic [LDSB:0]       low,
    output logic [LDSB:0]       high,
    output logic [LDSB:0]       count,     // bytes that are written
    output logic [LISS-1:0]     write_at);
  localparam int DSB = 1 << LDSB;
  logic        begun;                      // the registers below hold the tile
  logic [7:0]  blocks;
  logic [10:0] rows;
  logic [15:0] beat;
  logic [31:0] row_address_q, block_address_q;
  logic signed [21:0] y_q;
  logic [19:0] channel_q;
  logic [LISS-2:0] row_at_q;
  wire [31:0] row_address = begun ? row_address_q : address;
  wire [31:0] block_address = begun ? block_address_q : address;
  wire signed [21:0] row_y = begun ? y_q : y;
  wire [19:0] block = begun ? channel_q : channel;
  wire [LISS-2:0] row_at = begun ? row_at_q : at[LISS-2:0];

  wire row_ends = beat + 16'd1 == layer.span_beats;
  wire block_ends = row_ends && rows + 11'd1 == layer.span_rows;
  wire tile_ends = block_ends && blocks + 8'd1 == layer.tile_inputs;
  assign done = take && tile_ends;

  // of this beat
  wire [22:0] offset = {7'd0, beat} << LDSB;
  wire signed [26:0] beat_x = x + $signed({4'd0, offset});
  wire signed [27:0] left_of_input = $signed({2'd0, layer.input_row_bytes}) - 28'(beat_x);
  wire [22:0] left_of_row = {7'd0, layer.span_bytes} - offset;
  wire signed [26:0] missing = -beat_x;
  wire exists = row_y >= 22'sd0 && row_y < $signed({1'b0, layer.input_rows}) && block < layer.input_channels;
  assign count = left_of_row >= 23'(DSB) ? (LDSB+1)'(DSB) : left_of_row[LDSB:0];
  assign low = missing <= 27'sd0 ? '0 : missing >= $signed(27'(DSB)) ? (LDSB+1)'(DSB) : missing[LDSB:0];
  wire [LDSB:0] present = left_of_input <= 28'sd0 ? '0
                       : left_of_input >= $signed(28'(DSB)) ? (LDSB+1)'(DSB) : left_of_input[LDSB:0];
  assign high = present < count ? present : count;
  wire unused = ^layer;
  wire any = exists && low < high;
  assign read = job && any;
  assign take = job && (ready || !any);
  assign read_address = row_address + 32'(offset);
  assign write_at = {at[LISS-1], row_at + (LISS-1)'(offset)};

  always_ff @(posedge clk) begin
    if (!job || done) begin
      begun <= 1'b0;
      blocks <= '0;
      rows <= '0;
      beat <= '0;
    end else if (take) begin
      begun <= 1'b1;
      beat <= row_ends ? '0 : beat + 16'd1;
      if (row_ends) rows <= block_ends ? '0 : rows + 11'd1;
      if (block_ends) blocks <= blocks + 8'd1;
    end
    if (take) begin
      block_address_q <= block_ends ? block_address + layer.plane : block_address;
      channel_q <= block_ends ? block + 20'd1 : block;
      row_address_q <= block_ends ? block_address + layer.plane
                     : row_ends ? row_address + layer.span_address : row_address;
      y_q <= block_ends ? y : row_ends ? row_y + 22'(layer.span_pitch) : row_y;
      row_at_q <= row_ends ? row_at + (LISS-1)'(layer.span_bytes) : row_at;
    end
  end
endmodule
