// Stores output tiles: walks what gandse_store_issue issued, reads sums, scales them with their channels' constants and
// writes what lies lands the output. Tokens arrive in the order of issue, when the sums are complete.
`include "gandse_layer.svh"

module gandse_storer #(
    parameter int LR = 2,
    parameter int LDSB = 2,
    parameter int LLINES = 6,
    parameter int LANES = 4) (
    input  logic                clk,
    input  logic                rst,
    input  logic                idle,         // no layer is being run
    input  layer_t              layer,
    input  logic                constants,    // token: a beat of constants
    input  logic [8*(1<<LDSB)-1:0] constant_beat,
    input  logic                store,        // token: a beat of outputs
    output logic                half,         // of the output SRAM
    output logic [LLINES-1:0]   line,
    input  logic [32*(1<<LR)-1:0] sums,       // a cycle later
    output logic                write,        // a beat leaves
    output logic                drop,         // a beat ends outside of the output
    output logic [31:0]         write_address,
    output logic [LANES-1:0]    write_strobe,
    output logic [8*LANES-1:0]  write_data);
  localparam int R = 1 << LR;
  localparam int DSB = 1 << LDSB;
  localparam int PARTS = R / LANES;
  localparam int LPARTS = PARTS > 1 ? $clog2(PARTS) : 1;
  localparam int SLOTS = 8 * R > DSB ? 8 * R / DSB : 1;  // beats of constants
  localparam int LSLOTS = SLOTS > 1 ? $clog2(SLOTS) : 1;

  // constants of the block that is being stored
  logic [64*R-1:0] table_q;
  logic [LSLOTS-1:0] slot;
  logic [8:0] slots;
  wire last_slot = slots + 9'd1 == layer.constant_beats;
  localparam int KEPT = 8 * DSB > 64 * R ? 64 * R : 8 * DSB;
  always_ff @(posedge clk) begin
    if (idle || (constants && last_slot)) begin
      slot <= '0;
      slots <= '0;
    end else if (constants) begin
      slot <= slot + 1'b1;
      slots <= slots + 9'd1;
    end
    for (int i = 0; i < SLOTS; i = i + 1)
      if (constants && slot == LSLOTS'(i)) table_q[KEPT*i +: KEPT] <= constant_beat[KEPT-1:0];
  end

  // where the beat goes
  logic [5:0]  part, x, y;
  logic [7:0]  fold;
  logic [15:0] row, column;
  logic [16:0] x0, y0;  // an edge tile may reach past 16 bits
  logic [19:0] block0, block;
  logic [31:0] pixel, row_start, fold_start, from_column, from_row, from_block, from_group;
  wire part_ends = part + 6'd1 == layer.output_parts;
  wire x_ends = part_ends && x + 6'd1 == layer.tile_columns;
  wire y_ends = x_ends && y + 6'd1 == layer.tile_rows;
  wire tile_ends = y_ends && fold + 8'd1 == layer.row_folds;
  wire column_ends = tile_ends && column + 16'd1 == layer.column_blocks;
  wire row_ends = column_ends && row + 16'd1 == layer.row_blocks;
  wire block_ends = row_ends && block + 20'd1 == layer.output_blocks;
  wire [31:0] to_row = row_start + layer.output_row;
  wire [31:0] to_fold = fold_start + layer.output_plane;
  wire [31:0] to_column = from_column + layer.output_x;
  wire [31:0] to_row_block = from_row + layer.output_y;
  wire [31:0] to_block = from_block + layer.output_block;
  wire [31:0] to_group = from_group + layer.output_group;
  always_ff @(posedge clk) begin
    if (idle) begin
      {part, x, y, fold, x0, y0, row, column, block0, block} <= '0;
      {pixel, row_start, fold_start, from_column, from_row, from_block, from_group} <= {7{layer.output_base}};
      half <= 1'b0;
      line <= '0;
    end else if (store) begin
      part <= part_ends ? '0 : part + 6'd1;
      if (part_ends) x <= x_ends ? '0 : x + 6'd1;
      if (x_ends) y <= y_ends ? '0 : y + 6'd1;
      if (y_ends) fold <= tile_ends ? '0 : fold + 8'd1;
      if (tile_ends) begin
        column <= column_ends ? '0 : column + 16'd1;
        x0 <= column_ends ? '0 : x0 + 17'(layer.tile_columns);
      end
      if (column_ends) begin
        row <= row_ends ? '0 : row + 16'd1;
        y0 <= row_ends ? '0 : y0 + 17'(layer.tile_rows);
      end
      if (row_ends) begin
        block <= block_ends ? '0 : block + 20'd1;
        block0 <= block_ends ? '0 : block0 + 20'(layer.row_folds);
      end
      half <= half ^ tile_ends;
      if (part_ends) line <= tile_ends ? '0 : line + 1'b1;
      if (block_ends)
        {pixel, row_start, fold_start, from_column, from_row, from_block, from_group} <= {7{to_group}};
      else if (row_ends) {pixel, row_start, fold_start, from_column, from_row, from_block} <= {6{to_block}};
      else if (column_ends) {pixel, row_start, fold_start, from_column, from_row} <= {5{to_row_block}};
      else if (tile_ends) {pixel, row_start, fold_start, from_column} <= {4{to_column}};
      else if (y_ends) {pixel, row_start, fold_start} <= {3{to_fold}};
      else if (x_ends) {pixel, row_start} <= {2{to_row}};
      else if (part_ends) pixel <= pixel + 32'(layer.output_pixel);
    end
  end
  wire lands = x0 + 17'(x) < {1'b0, layer.output_columns} && y0 + 17'(y) < {1'b0, layer.output_rows} &&
                block0 + 20'(fold) < layer.output_channels;
  wire [10:0] channel = 11'(part) * 11'(LANES);

  // select, then five cycles of the lanes
  logic               store_q, lands_q;
  logic [31:0]        address_q;
  logic [LPARTS-1:0]  part_q;
  logic [LANES-1:0]   strobe_q;
  always_ff @(posedge clk) begin
    store_q <= !rst && store;
    lands_q <= lands;
    address_q <= pixel + 32'(channel);
    part_q <= LPARTS'(part);
    for (int l = 0; l < LANES; l = l + 1) strobe_q[l] <= channel + 11'(l) < 11'(layer.output_pixel);
  end
  gandse_delay #(.WIDTH(2 + 32 + LANES), .CYCLES(6)) i_beat (
      .clk, .rst, .d({store_q && lands_q, store_q && !lands_q, address_q, strobe_q}),
      .q({write, drop, write_address, write_strobe}));
  wire [32*R-1:0] sums_of_part = PARTS > 1 ? sums >> (32 * LANES * 32'(part_q)) : sums;
  wire [64*R-1:0] table_of_part = PARTS > 1 ? table_q >> (64 * LANES * 32'(part_q)) : table_q;
  wire unused = ^{layer, table_of_part, sums_of_part, constant_beat};
  for (genvar l = 0; l < LANES; l = l + 1) begin : g_lane
    logic [31:0] sum, bias;
    logic [15:0] multiplier;
    logic [5:0]  right;
    always_ff @(posedge clk) begin
      sum <= sums_of_part[32*l +: 32];
      bias <= table_of_part[64*l +: 32];
      multiplier <= table_of_part[64*l + 32 +: 16];
      right <= table_of_part[64*l + 48 +: 6];
    end
    gandse_scaler i_scaler (
        .clk, .relu(layer.relu), .sum, .bias, .multiplier, .right, .q(write_data[8*l +: 8]));
  end
endmodule
