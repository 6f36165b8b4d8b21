// The machine of cost_model/im2col.md. The sequencer counts the time of the model; its reads reach the array a constant
// number of cycles later, and another constant later the sums are complete and stores are done. So no latency inside the
// machine, and none of the memory, changes the order of events or the count of cycles.
//
// The port: `read_valid` asks for the bytes `read_strobe` from `read_address` on, and is accepted with `read_ready`; the
// bytes come LATENCY cycles later, in their lanes. `write_valid` offers the bytes `write_strobe` for `write_address` on.
// Addresses are of bytes, beats begin anywhere. A request stays as it is until it is accepted.
`include "gandse_layer.svh"

module gandse_im2col #(
    parameter int LR = 2,       // log2 of the rows: output channels
    parameter int LC = 2,       // log2 of the columns: output pixels; LR or LR - 1
    parameter int LF = 0,       // log2 of f, cycles to feed an index of the reduction; at most LC
    parameter int LDSB = 2,     // log2 of the bytes of a beat
    parameter int LISS = 10,    // log2 of the bytes of the input, weight and output SRAM
    parameter int LWSS = 10,
    parameter int LOSS = 10,
    parameter int LATENCY = 2,  // from an accepted read to its data, at least 2
    localparam int DSB = 1 << LDSB,
    localparam int LANES = LDSB < LR ? 1 << LDSB : 1 << LR) (
    input  logic               clk,
    input  logic               rst,
    // registers of a layer (gandse_registers), written while not busy
    input  logic               register_write,
    input  logic [6:0]         register_index,
    input  logic [31:0]        register_value,
    input  logic               start,
    output logic               busy,
    output logic [47:0]        cycles,   // of the layer, refused beats included
    output logic [47:0]        stalls,   // cycles that refused beats cost
    output logic               read_valid,
    input  logic               read_ready,
    output logic [31:0]        read_address,
    output logic [DSB-1:0]     read_strobe,
    input  logic [8*DSB-1:0]   read_data,
    output logic               write_valid,
    input  logic               write_ready,
    output logic [31:0]        write_address,
    output logic [LANES-1:0]   write_strobe,
    output logic [8*LANES-1:0] write_data);
  localparam int R = 1 << LR;
  localparam int C = 1 << LC;
  localparam int LU = LR - LF;
  localparam int LV = LC - LF;
  localparam int LLINES = LOSS - 3 - LR;
  localparam int LINPUT_BANKS = LU > LDSB ? LU : LDSB;
  localparam int LWEIGHT_LANE = LU < LDSB ? LU : LDSB;
  localparam int LWEIGHT_BANKS = LU > LDSB ? LU - LDSB : LDSB > LU ? LDSB - LU : 1;
  localparam int STORE_DELAY = LATENCY + C + 9;  // from issue until the last drain before it is written
  localparam int LQUEUE = $clog2(STORE_DELAY + 12);

  layer_t layer;
  gandse_registers i_registers (
      .clk, .write(register_write), .index(register_index), .value(register_value), .layer);

  // ---------------------------------------------------------------- sequencer and DMA
  logic running, begins, store_job, weight_job, input_job, store_done, weight_done, input_done, array_idle;
  logic [31:0] next_weight, next_input;
  logic signed [26:0] next_x;
  logic signed [21:0] next_y;
  logic [19:0] next_channel;
  logic [LWSS-1:0] next_weight_at, weight_at;
  logic [LISS-1:0] next_input_at, input_at;
  logic first_step, output_half;
  gandse_sequencer #(.LISS(LISS), .LWSS(LWSS)) i_sequencer (
      .clk, .rst, .start(start && !busy), .layer, .store_done, .weight_done, .input_done, .array_idle, .running, .begins,
      .store_job, .weight_job, .input_job, .next_weight, .next_input, .next_x, .next_y, .next_channel, .next_weight_at,
      .next_input_at, .first(first_step), .output_half, .weight_at, .input_at, .cycles, .stalls);

  logic [31:0] weight_address, input_address, constant_address;
  logic [LDSB:0] weight_count, input_low, input_high, input_count;
  logic [LWSS-1:0] weight_to;
  logic [LISS-1:0] input_to;
  logic input_take, input_read, constant_read, constants, store, credit;
  gandse_weight_loader #(.LDSB(LDSB), .LWSS(LWSS)) i_weight_loader (
      .clk, .job(weight_job), .ready(read_ready), .address(next_weight), .at(next_weight_at), .beats(layer.weight_beats),
      .bytes(layer.weight_bytes), .done(weight_done), .read_address(weight_address), .read_count(weight_count),
      .write_at(weight_to));
  gandse_input_loader #(.LDSB(LDSB), .LISS(LISS)) i_input_loader (
      .clk, .job(input_job), .ready(read_ready), .layer, .address(next_input), .x(next_x), .y(next_y),
      .channel(next_channel), .at(next_input_at), .done(input_done), .take(input_take), .read(input_read),
      .read_address(input_address), .low(input_low), .high(input_high), .count(input_count), .write_at(input_to));
  gandse_store_issue #(.LDSB(LDSB)) i_store_issue (
      .clk, .idle(!running), .job(store_job), .ready(read_ready), .credit, .layer, .done(store_done),
      .read(constant_read), .read_address(constant_address), .constants, .store);

  assign read_valid = weight_job || input_read || constant_read;
  assign read_address = weight_job ? weight_address : input_job ? input_address : constant_address;
  wire [LDSB:0] from = input_job ? input_low : '0;
  wire [LDSB:0] to = weight_job ? weight_count : input_job ? input_high : (LDSB+1)'(DSB);
  for (genvar i = 0; i < DSB; i = i + 1) begin : g_strobe
    assign read_strobe[i] = (LDSB+1)'(i) >= from && (LDSB+1)'(i) < to;
  end

  // ---------------------------------------------------------------- what was read, LATENCY cycles later
  logic weight_arrives, input_arrives, input_exists, constants_arrive;
  logic [LWSS-1:0] weight_write;
  logic [LISS-1:0] input_write;
  logic [LDSB:0] weight_arrived, input_arrived, arrived_low, arrived_high;
  gandse_delay #(.WIDTH(2 + LWSS + LDSB + 1), .CYCLES(LATENCY)) i_weight_beat (
      .clk, .rst, .d({constants, weight_job && read_ready, weight_to, weight_count}),
      .q({constants_arrive, weight_arrives, weight_write, weight_arrived}));
  gandse_delay #(.WIDTH(2 + LISS + 3*(LDSB + 1)), .CYCLES(LATENCY)) i_input_beat (
      .clk, .rst, .d({input_take, input_read, input_to, input_low, input_high, input_count}),
      .q({input_arrives, input_exists, input_write, arrived_low, arrived_high, input_arrived}));
  wire [DSB-1:0] input_mask;
  wire [8*DSB-1:0] input_data;
  for (genvar i = 0; i < DSB; i = i + 1) begin : g_arrived
    assign input_mask[i] = (LDSB+1)'(i) < input_arrived;
    assign input_data[8*i +: 8] = input_exists && (LDSB+1)'(i) >= arrived_low && (LDSB+1)'(i) < arrived_high
                                ? read_data[8*i +: 8] : 8'd0;
  end
  wire [(1 << (LDSB-LWEIGHT_LANE))-1:0] weight_mask;
  for (genvar i = 0; i < 1 << (LDSB-LWEIGHT_LANE); i = i + 1) begin : g_weight_mask
    assign weight_mask[i] = (LDSB+1)'(i << LWEIGHT_LANE) < weight_arrived;
  end

`ifdef GANDSE_ASSERT
  // Nothing is loaded to where the tiles of the step that is computed lie.
  wire [LWSS-2:0] past_weight = weight_to[LWSS-2:0] - weight_at[LWSS-2:0];
  wire [LISS-2:0] past_input = input_to[LISS-2:0] - input_at[LISS-2:0];
  always_ff @(posedge clk)
    if (!rst && !array_idle) begin
      assert (!weight_job || weight_to[LWSS-1] != weight_at[LWSS-1] || 19'(past_weight) >= layer.weight_bytes);
      assert (!input_job || input_to[LISS-1] != input_at[LISS-1] || 19'(past_input) >= layer.input_bytes);
    end
`endif

  // ---------------------------------------------------------------- SRAMs, feed, array
  logic [LWSS-1:0] weight_read;
  logic [LISS-1:0] input_read_at;
  logic load_row, load_column, valid, first, own;
  logic [LR-1:0] own_byte;
  logic drain, drain_first, drain_half;
  logic [LC:0] drain_columns;
  logic [LLINES-1:0] drain_line;
  gandse_feed #(.LR(LR), .LC(LC), .LF(LF), .LISS(LISS), .LWSS(LWSS), .LLINES(LLINES), .LATENCY(LATENCY)) i_feed (
      .clk, .rst, .layer, .begins, .first_step, .output_half, .weight_at, .input_at, .idle(array_idle), .weight_read,
      .input_read(input_read_at), .load_row, .load_column, .valid, .first, .own, .own_byte, .drain, .drain_first,
      .drain_half, .drain_columns, .drain_line);

  wire [8*(1 << LU)-1:0] weight_word;
  wire [8*(1 << LV)-1:0] input_word;
  gandse_sram #(.LBYTES(LWSS), .LLANE(LWEIGHT_LANE), .LBANKS(LWEIGHT_BANKS), .LWRITE(LDSB), .LREAD(LU)) i_weights (
      .clk, .write(weight_arrives), .write_lane(weight_write[LWSS-1:LWEIGHT_LANE]), .mask(weight_mask),
      .write_data(read_data), .read_lane(weight_read[LWSS-1:LWEIGHT_LANE]), .read_data(weight_word));
  gandse_sram #(.LBYTES(LISS), .LLANE(0), .LBANKS(LINPUT_BANKS), .LWRITE(LDSB), .LREAD(LV)) i_inputs (
      .clk, .write(input_arrives), .write_lane(input_write), .mask(input_mask), .write_data(input_data),
      .read_lane(input_read_at), .read_data(input_word));

  wire [8*(1 << LU)-1:0] row_word;
  for (genvar i = 0; i < 1 << LU; i = i + 1) begin : g_own
    assign row_word[8*i +: 8] = layer.diagonal && !(own && own_byte == LR'(i)) ? 8'd0 : weight_word[8*i +: 8];
  end
  logic [R-2:0] load_row_q, first_q;
  logic [R-2:0] valid_q;
  logic [C-2:0] load_column_q;
  wire [R-1:0] loads_row = {load_row_q, load_row};
  wire [R-1:0] firsts = {first_q, first};
  wire [R-1:0] valids = {valid_q, valid};
  wire [C-1:0] loads_column = {load_column_q, load_column};
  logic [R-1:0] valids_d, firsts_d;
  always_ff @(posedge clk) begin
    load_row_q <= rst ? '0 : loads_row[R-2:0];
    first_q <= rst ? '0 : firsts[R-2:0];
    valid_q <= rst ? '0 : valids[R-2:0];
    load_column_q <= rst ? '0 : loads_column[C-2:0];
    // a serialiser has its word a cycle after it is loaded
    valids_d <= rst ? '0 : valids;
    firsts_d <= rst ? '0 : firsts;
  end
  wire [8*R-1:0] row_heads;
  wire [8*C-1:0] column_heads;
  for (genvar r = 0; r < R; r = r + 1) begin : g_rows
    gandse_serialiser #(.BYTES(1 << LU)) i_row (
        .clk, .load(loads_row[r]), .next(valids_d[r]), .word(row_word), .head(row_heads[8*r +: 8]));
  end
  for (genvar c = 0; c < C; c = c + 1) begin : g_columns
    gandse_serialiser #(.BYTES(1 << LV)) i_column (
        .clk, .load(loads_column[c]), .next(valids_d[c]), .word(input_word), .head(column_heads[8*c +: 8]));
  end

  logic [C-1:0] shift;
  wire [32*R-1:0] drained;
  gandse_array #(.R(R), .C(C)) i_array (
      .clk, .valid(valids_d), .first(firsts_d), .shift, .weights(row_heads), .activations(column_heads), .sums(drained));

  // ---------------------------------------------------------------- sums and stores
  logic storing, storing_constants, store_half;
  logic [LLINES-1:0] store_line;
  wire [32*R-1:0] store_sums;
  gandse_sums #(.LR(LR), .LC(LC), .LLINES(LLINES)) i_sums (
      .clk, .rst, .drain, .drain_first, .drain_half, .drain_columns, .drain_line, .shift, .sums(drained),
      .store(storing), .store_half, .store_line, .store_sums);

  gandse_delay #(.WIDTH(2), .CYCLES(STORE_DELAY)) i_store (
      .clk, .rst, .d({store, constants}), .q({storing, storing_constants}));
  wire [8*DSB-1:0] constant_beat;
  wire constant_filled;
  wire unused = ^{constant_filled, weight_read, weight_write};
  gandse_fifo #(.WIDTH(8*DSB), .LDEPTH(LQUEUE)) i_constants (
      .clk, .rst, .push(constants_arrive), .d(read_data), .pop(storing_constants), .filled(constant_filled),
      .head(constant_beat));

  logic out_write, out_drop;
  logic [31:0] out_address;
  logic [LANES-1:0] out_strobe;
  logic [8*LANES-1:0] out_data;
  gandse_storer #(.LR(LR), .LDSB(LDSB), .LLINES(LLINES), .LANES(LANES)) i_storer (
      .clk, .rst, .idle(!busy), .layer, .constants(storing_constants), .constant_beat, .store(storing),
      .half(store_half), .line(store_line), .sums(store_sums), .write(out_write), .drop(out_drop),
      .write_address(out_address), .write_strobe(out_strobe), .write_data(out_data));
  gandse_fifo #(.WIDTH(32 + LANES + 8*LANES), .LDEPTH(LQUEUE)) i_writes (
      .clk, .rst, .push(out_write), .d({out_address, out_strobe, out_data}), .pop(write_valid && write_ready),
      .filled(write_valid), .head({write_address, write_strobe, write_data}));
  logic [LQUEUE:0] credits;  // room for beats that are issued now
  assign credit = credits != '0;
  assign busy = running || credits != (LQUEUE+1)'(1 << LQUEUE);
  always_ff @(posedge clk)
    if (rst) credits <= (LQUEUE+1)'(1 << LQUEUE);
    else credits <= credits - (LQUEUE+1)'(store) + (LQUEUE+1)'(write_valid && write_ready) + (LQUEUE+1)'(out_drop);
endmodule
