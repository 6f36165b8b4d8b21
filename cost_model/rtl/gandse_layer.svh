// What the driver tells the machine of a layer and its tiles. Sizes in bytes, counts and strides as cost_model/im2col.md
// defines them; every product is the driver's, so that the machine has no divider and no address multiplier.
`ifndef GANDSE_LAYER
`define GANDSE_LAYER
typedef struct packed {
  // loops, outer to inner
  logic [15:0] groups;
  logic [19:0] output_blocks;
  logic [15:0] row_blocks;
  logic [15:0] column_blocks;
  logic [19:0] channel_steps;
  logic [6:0]  kh_steps;
  logic [6:0]  kw_steps;
  logic        weights_stay;
  logic        inputs_stay;
  logic        diagonal;       // depthwise: row r takes the weights of channel r alone
  logic        relu;
  // port cycles of a transfer, bytes of a tile in its SRAM
  logic [19:0] weight_beats;
  logic [19:0] input_beats;
  logic [19:0] store_beats;
  logic [18:0] weight_bytes;
  logic [18:0] input_bytes;
  // folds of a tile
  logic [7:0]  row_folds;
  logic [11:0] pixels;         // of a tile
  logic [8:0]  row_words;      // of a run, as rows take them
  logic [9:0]  column_words;   // of a run, as columns take them
  logic [12:0] runs;
  logic [8:0]  run_pitch;      // weights: from run to run
  logic [18:0] row_pitch;      // weights: from output channel to output channel
  logic [2:0]  kw_runs;        // runs of a kernel row
  logic [2:0]  kh_runs;        // kernel rows
  logic [18:0] pixel_step;     // input SRAM: to the next output pixel of a row
  logic [18:0] pixel_wrap;     //             from the last pixel of a row to the first of the next
  logic [18:0] kw_step;        //             to the next tap of a kernel row, where it is a run of its own
  logic [18:0] kh_step;        //             to the next kernel row
  logic [18:0] block_step;     //             to the next block of channels
  logic [5:0]  tile_columns;   // output columns of a tile
  logic [5:0]  tile_rows;      // output rows of a tile
  // input tiles in DRAM; x counts bytes, y rows; both may lie outside of the input
  logic [7:0]  tile_inputs;    // blocks of channels
  logic [10:0] span_rows;
  logic [15:0] span_bytes;     // of a row
  logic [15:0] span_beats;     // of a row
  logic [6:0]  span_pitch;     // rows from one that is loaded to the next
  logic [31:0] span_address;   // the same in bytes
  logic [31:0] plane;          // block of channels
  logic [20:0] input_rows;
  logic [25:0] input_row_bytes;
  logic [19:0] input_channels; // blocks of channels
  logic signed [26:0] x_start;
  logic signed [21:0] y_start;
  logic [19:0] x_step;         // to the next tile of output columns
  logic [19:0] kx_step;        // to the next tile of kernel columns
  logic [9:0]  y_step;
  logic [9:0]  ky_step;
  logic [31:0] input_origin;   // address of x_start, y_start
  logic [31:0] y_address;      // y_step in bytes
  logic [31:0] ky_address;
  logic [31:0] channel_address;
  logic [31:0] group_address;
  // weights, constants and outputs in DRAM
  logic [31:0] weight_base;
  logic [19:0] weight_stride;  // from tile to tile
  logic [31:0] constant_base;
  logic [8:0]  constant_beats; // of a block of channels
  logic [31:0] output_base;
  logic [31:0] output_plane;
  logic [31:0] output_row;
  logic [5:0]  output_pixel;   // bytes: channels of a block
  logic [15:0] output_rows;
  logic [15:0] output_columns;
  logic [19:0] output_channels;  // blocks
  logic [5:0]  output_parts;   // of a pixel: beats
  logic [17:0] fold_beats;     // stores of a row fold
  logic [31:0] output_y;       // to the next tile of rows
  logic [31:0] output_x;       // to the next tile of columns
  logic [31:0] output_block;   // to the next output block
  logic [31:0] output_group;
} layer_t;
`endif
