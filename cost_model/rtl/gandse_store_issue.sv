// The sequencer's side of a store: for every row fold the constants of its channels are read, then its outputs are
// asked for, one beat a cycle. What it issues is done a constant number of cycles later (gandse_storer), when the sums
// are there; `credit` says that its result will find room.
`include "gandse_layer.svh"

module gandse_store_issue #(parameter int LDSB = 2) (
    input  logic        clk,
    input  logic        idle,       // no layer is being run
    input  logic        job,
    input  logic        ready,
    input  logic        credit,
    input  layer_t      layer,
    output logic        done,
    output logic        read,       // a beat of constants
    output logic [31:0] read_address,
    output logic        constants,  // it is accepted in this cycle
    output logic        store);     // a beat of outputs is issued in this cycle
  logic [8:0]  beat;
  logic [17:0] stored;
  logic [7:0]  fold;
  logic        storing;
  logic [15:0] row, column;
  logic [31:0] address, block_address;
  wire constants_end = constants && beat + 9'd1 == layer.constant_beats;
  wire fold_ends = store && stored + 18'd1 == layer.fold_beats;
  wire column_ends = column + 16'd1 == layer.column_blocks;
  wire pixels_end = column_ends && row + 16'd1 == layer.row_blocks;
  wire unused = ^layer;
  assign done = fold_ends && fold + 8'd1 == layer.row_folds;
  assign read = job && !storing;
  assign constants = read && ready;
  assign store = job && storing && credit;
  assign read_address = address;
  always_ff @(posedge clk) begin
    if (idle) begin
      beat <= '0;
      stored <= '0;
      fold <= '0;
      storing <= 1'b0;
      row <= '0;
      column <= '0;
      address <= layer.constant_base;
      block_address <= layer.constant_base;
    end else begin
      if (constants) begin
        beat <= constants_end ? '0 : beat + 9'd1;
        storing <= constants_end;
        address <= address + 32'(1 << LDSB);
      end
      if (store) stored <= fold_ends ? '0 : stored + 18'd1;
      if (fold_ends) begin
        storing <= 1'b0;
        fold <= done ? '0 : fold + 8'd1;
      end
      if (done) begin
        column <= column_ends ? '0 : column + 16'd1;
        if (column_ends) row <= pixels_end ? '0 : row + 16'd1;
        if (pixels_end) block_address <= address;
        else address <= block_address;
      end
    end
  end
endmodule
