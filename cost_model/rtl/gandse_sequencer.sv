// The loop nest, one step of array and DMA after the other. While a step computes, the DMA stores the output tile that
// the step before finished, then loads what the next step needs: `job` says which it is at. `next_*` is the step that is
// loaded for, the others are the step that is computed. Address registers of a level hold where its loop began, so that
// every step adds one stride.
`include "gandse_layer.svh"

module gandse_sequencer #(
    parameter int LISS = 10,
    parameter int LWSS = 10) (
    input  logic   clk,
    input  logic   rst,
    input  logic   start,
    input  layer_t layer,
    input  logic   store_done,   // the job ends with this cycle
    input  logic   weight_done,
    input  logic   input_done,
    input  logic   array_idle,   // the array is done, or ends with this cycle
    output logic   running,
    output logic   begins,       // a step begins with the next cycle
    output logic   store_job,
    output logic   weight_job,
    output logic   input_job,
    // the step that is loaded for
    output logic [31:0]         next_weight,   // address of its weight tile
    output logic [31:0]         next_input,    // address of its input tile's first byte
    output logic signed [26:0]  next_x,
    output logic signed [21:0]  next_y,
    output logic [19:0]         next_channel,  // first block
    output logic [LWSS-1:0]     next_weight_at,
    output logic [LISS-1:0]     next_input_at,
    // the step that is computed
    output logic                first,         // of its output tile
    output logic                output_half,
    output logic [LWSS-1:0]     weight_at,
    output logic [LISS-1:0]     input_at,
    output logic [47:0]         cycles,
    output logic [47:0]         stalls);       // of them, those in which only refused beats kept the step from ending

  typedef enum logic [1:0] {IDLE, FIRST_LOADS, STEPS, LAST_STORE} state_t;
  typedef enum logic [1:0] {NOTHING, STORE, WEIGHT, INPUT} job_t;
  state_t state;
  job_t   job;
  logic   then_weight, then_input;  // still to do after the job

  logic [15:0] group, row, column;
  logic [19:0] block, channel;
  logic [6:0]  kh, kw;
  logic        exists, next_output_half, last;

  wire kw_ends = kw + 7'd1 == layer.kw_steps;
  wire kh_ends = kw_ends && kh + 7'd1 == layer.kh_steps;
  wire d_ends = kh_ends && channel + 20'd1 == layer.channel_steps;
  wire column_ends = d_ends && column + 16'd1 == layer.column_blocks;
  wire p_ends = column_ends && row + 16'd1 == layer.row_blocks;
  wire b_ends = p_ends && block + 20'd1 == layer.output_blocks;
  wire g_ends = b_ends && group + 16'd1 == layer.groups;
  wire after_exists = exists && !g_ends;
  wire after_first_pixel = d_ends ? p_ends : row == '0 && column == '0;    // of the step after the next
  wire after_first_block = p_ends ? b_ends : block == '0;

  wire job_done = store_done || weight_done || input_done;
  wire dma_idle = job == NOTHING || (job_done && !then_weight && !then_input);
  wire advance = state != IDLE && dma_idle && array_idle;
  assign begins = advance && (state == FIRST_LOADS || state == STEPS) && exists;
  assign running = state != IDLE;
  assign store_job = job == STORE;
  assign weight_job = job == WEIGHT;
  assign input_job = job == INPUT;

  wire stores = state == STEPS && last;
  wire load_weight = after_exists && (!layer.weights_stay || after_first_pixel);
  wire load_input = after_exists && (!layer.inputs_stay || after_first_block);

  // What the step would take if no beat were refused.
  logic [21:0] unrefused;
  wire [21:0] of_store = stores ? 22'(layer.store_beats) : '0;
  wire [21:0] of_weight = load_weight ? 22'(layer.weight_beats) : '0;
  wire [21:0] of_input = load_input ? 22'(layer.input_beats) : '0;

  logic [18:0] weight_slot, input_slot;
  logic        weight_half, input_half;
  assign next_weight_at = {weight_half, weight_slot[LWSS-2:0]};
  assign next_input_at = {input_half, input_slot[LISS-2:0]};
  logic [31:0] weight_block;                                              // weights: where the output block began
  logic [31:0] from_kh, from_channel, from_column, from_row, from_group;  // inputs: where the level's step began
  logic signed [26:0] x_column;
  logic signed [21:0] y_row;
  wire [31:0] to_kw = next_input + 32'(layer.kx_step);
  wire [31:0] to_kh = from_kh + layer.ky_address;
  wire [31:0] to_channel = from_channel + layer.channel_address;
  wire [31:0] to_column = from_column + 32'(layer.x_step);
  wire [31:0] to_row = from_row + layer.y_address;
  wire [31:0] to_group = from_group + layer.group_address;
  wire signed [26:0] to_x = x_column + 27'(layer.x_step);
  wire signed [21:0] to_y = y_row + 22'(layer.y_step);

  always_ff @(posedge clk) begin
    if (rst) begin
      state <= IDLE;
      job <= NOTHING;
      cycles <= '0;
      stalls <= '0;
    end else if (state == IDLE) begin
      if (start) begin
        state <= FIRST_LOADS;
        job <= WEIGHT;
        then_weight <= 1'b0;
        then_input <= 1'b1;
        unrefused <= 22'(layer.weight_beats) + 22'(layer.input_beats);
        cycles <= '0;
        stalls <= '0;
      end
    end else begin
      cycles <= cycles + 48'd1;
      if (unrefused != '0) unrefused <= unrefused - 22'd1;
      if (!advance && array_idle && unrefused <= 22'd1) stalls <= stalls + 48'd1;
      if (job_done) begin
        job <= then_weight ? WEIGHT : then_input ? INPUT : NOTHING;
        if (then_weight) then_weight <= 1'b0;
        else then_input <= 1'b0;
      end
      if (begins) begin
        state <= STEPS;
        job <= stores ? STORE : load_weight ? WEIGHT : load_input ? INPUT : NOTHING;
        then_weight <= load_weight && stores;
        then_input <= load_input && (stores || load_weight);
        unrefused <= of_store + of_weight + of_input;
      end else if (advance) begin
        job <= state == STEPS ? STORE : NOTHING;
        unrefused <= 22'(layer.store_beats);
        state <= state == STEPS ? LAST_STORE : IDLE;
      end
    end
  end

  wire unused = ^layer;

  always_ff @(posedge clk) begin
    if (state == IDLE) begin
      {group, block, row, column, channel, kh, kw} <= '0;
      exists <= 1'b1;
      {weight_half, input_half, next_output_half, last} <= '0;
      weight_slot <= '0;
      input_slot <= '0;
      next_weight <= layer.weight_base;
      weight_block <= layer.weight_base;
      next_input <= layer.input_origin;
      from_kh <= layer.input_origin;
      from_channel <= layer.input_origin;
      from_column <= layer.input_origin;
      from_row <= layer.input_origin;
      from_group <= layer.input_origin;
      next_x <= layer.x_start;
      x_column <= layer.x_start;
      next_y <= layer.y_start;
      y_row <= layer.y_start;
      next_channel <= '0;
    end else if (begins) begin
      first <= kw == '0 && kh == '0 && channel == '0;
      last <= d_ends;
      output_half <= next_output_half;
      weight_at <= next_weight_at;
      input_at <= next_input_at;

      exists <= after_exists;
      kw <= kw_ends ? '0 : kw + 7'd1;
      if (kw_ends) kh <= kh_ends ? '0 : kh + 7'd1;
      if (kh_ends) channel <= d_ends ? '0 : channel + 20'd1;
      if (d_ends) column <= column_ends ? '0 : column + 16'd1;
      if (column_ends) row <= p_ends ? '0 : row + 16'd1;
      if (p_ends) block <= b_ends ? '0 : block + 20'd1;
      if (b_ends) group <= group + 16'd1;

      next_output_half <= next_output_half ^ d_ends;
      weight_half <= weight_half ^ (!layer.weights_stay || p_ends);
      input_half <= input_half ^ (!layer.inputs_stay || b_ends);
      weight_slot <= layer.weights_stay && !d_ends ? weight_slot + layer.weight_bytes : '0;
      input_slot <= layer.inputs_stay && !p_ends ? input_slot + layer.input_bytes : '0;
      next_weight <= d_ends && !p_ends ? weight_block : next_weight + 32'(layer.weight_stride);
      if (p_ends) weight_block <= next_weight + 32'(layer.weight_stride);

      next_channel <= d_ends ? '0 : kh_ends ? next_channel + 20'(layer.tile_inputs) : next_channel;
      if (!kw_ends) begin
        next_input <= to_kw;
        next_x <= next_x + 27'(layer.kx_step);
      end else if (!kh_ends) begin
        next_input <= to_kh;
        from_kh <= to_kh;
        next_x <= x_column;
        next_y <= next_y + 22'(layer.ky_step);
      end else if (!d_ends) begin
        {next_input, from_kh, from_channel} <= {3{to_channel}};
        next_x <= x_column;
        next_y <= y_row;
      end else if (!column_ends) begin
        {next_input, from_kh, from_channel, from_column} <= {4{to_column}};
        next_x <= to_x;
        x_column <= to_x;
        next_y <= y_row;
      end else if (!p_ends) begin
        {next_input, from_kh, from_channel, from_column, from_row} <= {5{to_row}};
        next_x <= layer.x_start;
        x_column <= layer.x_start;
        next_y <= to_y;
        y_row <= to_y;
      end else begin
        {next_input, from_kh, from_channel, from_column, from_row} <= {5{b_ends ? to_group : from_group}};
        if (b_ends) from_group <= to_group;
        next_x <= layer.x_start;
        x_column <= layer.x_start;
        next_y <= layer.y_start;
        y_row <= layer.y_start;
      end
    end
  end
endmodule
