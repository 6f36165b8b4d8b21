// Addresses of the array's operands, fold by fold. A fold feeds all words of all runs: in every cycle one row and one
// column get a word, row r in cycle r mod R, column c in cycle c mod C, which is the skew that the array wants. Then
// R + C - 2 cycles pass in which the wave runs out. Addresses come LATENCY cycles after the sequencer's time, tokens
// with the words, a cycle later.
`include "gandse_layer.svh"

module gandse_feed #(
    parameter int LR = 2,
    parameter int LC = 2,
    parameter int LF = 0,
    parameter int LISS = 10,
    parameter int LWSS = 10,
    parameter int LLINES = 6,   // log2 lines of sums in half the output SRAM
    parameter int LATENCY = 2) (
    input  logic              clk,
    input  logic              rst,
    input  layer_t            layer,
    input  logic              begins,
    input  logic              first_step,    // of the output tile
    input  logic              output_half,
    input  logic [LWSS-1:0]   weight_at,
    input  logic [LISS-1:0]   input_at,
    output logic              idle,          // or in its last cycle
    output logic [LWSS-1:0]   weight_read,
    output logic [LISS-1:0]   input_read,
    // with the words
    output logic              load_row,      // row 0 takes a word
    output logic              load_column,   // column 0 takes a word
    output logic              valid,         // an index of the reduction enters row 0
    output logic              first,         // ... the first of the fold
    output logic              own,           // diagonal: this cycle's row has a weight in the word ...
    output logic [LR-1:0]     own_byte,      // ... this byte
    // a fold's sums are complete LATENCY + 3 cycles after the sequencer's time
    output logic              drain,
    output logic              drain_first,   // they begin the sums of the output tile
    output logic              drain_half,
    output logic [LC:0]       drain_columns, // that hold pixels
    output logic [LLINES-1:0] drain_line);   // of the last column
  localparam int R = 1 << LR;
  localparam int C = 1 << LC;
  localparam int LU = LR - LF;
  localparam int LV = LC - LF;

  logic busy, feeding, fold_begins;
  logic [LR-1:0] row_slot;
  logic [LC-1:0] column_slot;
  logic [LF:0]   phase;
  logic [LR:0]   gap;
  // rows
  logic [8:0]  word;
  logic [12:0] run;
  logic [18:0] run_offset, word_offset, row_offset, fold_weights;
  // columns
  logic [9:0]  column_word;
  logic [2:0]  kw, kh;
  logic [18:0] column_offset, run_base, kh_base, block_base, pixel, fold_pixel;
  logic [5:0]  ow, fold_ow;
  // folds
  logic [7:0]  row_fold;
  logic [11:0] n0;
  logic [LLINES-1:0] fold_line;
  logic columns_end, rows_end;                      // a cycle late: no fold is that short

  wire row_round = &row_slot;
  wire column_round = &column_slot;
  wire run_ends = word + 9'd1 == layer.row_words;
  wire column_run_ends = column_word + 10'd1 == layer.column_words;
  wire feed_ends = row_round && run_ends && run + 13'd1 == layer.runs;
  wire fold_ends = busy && !feeding && gap == (LR+1)'(R + C - 3);
  wire step_ends = fold_ends && columns_end && rows_end;
  assign idle = !busy || step_ends;
  wire row_of_pixels_ends = ow + 6'd1 == layer.tile_columns;
  wire [18:0] next_pixel = pixel + (row_of_pixels_ends ? layer.pixel_wrap : layer.pixel_step);
  wire [5:0] next_ow = row_of_pixels_ends ? '0 : ow + 6'd1;
  wire [18:0] next_row = row_offset + (layer.diagonal ? '0 : layer.row_pitch);
  wire [18:0] next_kh = kh_base + layer.kh_step;
  wire [18:0] next_block = block_base + layer.block_step;

  always_ff @(posedge clk) begin
    columns_end <= n0 + 12'(C) >= layer.pixels;
    rows_end <= row_fold + 8'd1 == layer.row_folds;
    if (rst) busy <= 1'b0;
    else if (begins) begin
      busy <= 1'b1;
      feeding <= 1'b1;
      fold_begins <= 1'b1;
      {row_slot, column_slot, phase, gap} <= '0;
      {word, run, run_offset, word_offset, row_offset, fold_weights} <= '0;
      {column_word, kw, kh, column_offset, run_base, kh_base, block_base} <= '0;
      {pixel, fold_pixel, ow, fold_ow} <= '0;
      {row_fold, n0, fold_line} <= '0;
    end else if (busy && feeding) begin
      fold_begins <= 1'b0;
      row_slot <= row_slot + 1'b1;
      column_slot <= column_slot + 1'b1;
      phase <= phase + 1'b1 == (LF+1)'(1 << LF) ? '0 : phase + 1'b1;
      row_offset <= row_round ? fold_weights : next_row;
      if (row_round) begin
        word <= run_ends ? '0 : word + 9'd1;
        word_offset <= run_ends ? '0 : word_offset + 19'(1 << LU);
        if (run_ends) begin
          run <= run + 13'd1;
          run_offset <= run_offset + 19'(layer.run_pitch);
        end
      end
      pixel <= column_round ? fold_pixel : next_pixel;
      ow <= column_round ? fold_ow : next_ow;
      if (column_round) begin
        column_word <= column_run_ends ? '0 : column_word + 10'd1;
        column_offset <= column_run_ends ? '0 : column_offset + 19'(1 << LV);
        if (column_run_ends) begin
          if (kw + 3'd1 != layer.kw_runs) begin
            kw <= kw + 3'd1;
            run_base <= run_base + layer.kw_step;
          end else if (kh + 3'd1 != layer.kh_runs) begin
            kw <= '0;
            kh <= kh + 3'd1;
            {run_base, kh_base} <= {2{next_kh}};
          end else begin
            kw <= '0;
            kh <= '0;
            {run_base, kh_base, block_base} <= {3{next_block}};
          end
        end
      end
      if (feed_ends) begin  // the next fold begins where this round of pixels would have gone on
        feeding <= 1'b0;
        gap <= '0;
        {word, run, run_offset, word_offset} <= '0;
        {column_word, kw, kh, column_offset, run_base, kh_base, block_base} <= '0;
        pixel <= columns_end ? '0 : next_pixel;
        fold_pixel <= columns_end ? '0 : next_pixel;
        ow <= columns_end ? '0 : next_ow;
        fold_ow <= columns_end ? '0 : next_ow;
        row_offset <= columns_end ? next_row : fold_weights;
        if (columns_end) fold_weights <= next_row;
      end
    end else if (busy) begin
      gap <= gap + 1'b1;
      if (fold_ends) begin
        feeding <= 1'b1;
        fold_begins <= 1'b1;
        n0 <= columns_end ? '0 : n0 + 12'(C);
        if (columns_end) begin
          row_fold <= row_fold + 8'd1;
          fold_line <= fold_line + LLINES'(layer.pixels);
        end
        if (step_ends) busy <= 1'b0;
      end
    end
  end

  // addresses: two additions, a cycle each
  logic [18:0] weight_a, weight_b, input_a, input_b;
  logic [LWSS-1:0] weight_base, weight_from;
  logic [LISS-1:0] input_base, input_from;
  wire [18:0] weight_sum = weight_a + weight_b;
  wire [18:0] input_sum = input_a + input_b;
  wire unused = ^{layer, weight_sum, input_sum};
  always_ff @(posedge clk) begin
    weight_a <= row_offset + word_offset;
    weight_b <= run_offset;
    weight_base <= weight_at;
    input_a <= pixel + column_offset;
    input_b <= run_base;
    input_base <= input_at;
    weight_from <= {weight_base[LWSS-1], weight_base[LWSS-2:0] + weight_sum[LWSS-2:0]};
    input_from <= {input_base[LISS-1], input_base[LISS-2:0] + input_sum[LISS-2:0]};
  end
  gandse_delay #(.WIDTH(LWSS + LISS), .CYCLES(LATENCY - 2)) i_addresses (
      .clk, .rst, .d({weight_from, input_from}), .q({weight_read, input_read}));

  wire feed = busy && feeding;
  wire owns = 9'(row_slot) >> LU == word;
  gandse_delay #(.WIDTH(4), .CYCLES(LATENCY + 1)) i_tokens (
      .clk, .rst,
      .d({feed && row_slot == '0, feed && column_slot == '0, feed && phase == '0, feed && fold_begins}),
      .q({load_row, load_column, valid, first}));
  gandse_delay #(.WIDTH(1 + LR), .CYCLES(LATENCY + 1)) i_owner (
      .clk, .rst, .d({owns, row_slot & LR'((1 << LU) - 1)}), .q({own, own_byte}));

  logic [11:0] pixels_left;
  logic [LLINES-1:0] last_line;
  always_ff @(posedge clk) begin
    pixels_left <= layer.pixels - n0;
    last_line <= fold_line + LLINES'(n0) + LLINES'(C - 1);
  end
  wire [LC:0] columns = pixels_left >= 12'(C) ? (LC+1)'(C) : pixels_left[LC:0];
  gandse_delay #(.WIDTH(3 + LC + 1 + LLINES), .CYCLES(LATENCY + 3)) i_drain (
      .clk, .rst, .d({fold_ends, first_step, output_half, columns, last_line}),
      .q({drain, drain_first, drain_half, drain_columns, drain_line}));
endmodule
