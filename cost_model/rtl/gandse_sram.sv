// SRAM of 2^LBYTES bytes in 2^LBANKS banks of 2^LLANE bytes. Writes a beat of 2^LWRITE bytes, of which `mask` says the
// lanes; reads a word of 2^LREAD bytes a cycle after its address. Addresses are multiples of the lane: those of inputs
// are any (LLANE = 0), so both sides have rotators.
module gandse_sram #(
    parameter int LBYTES = 10,
    parameter int LLANE = 0,
    parameter int LBANKS = 3,
    parameter int LWRITE = 2,
    parameter int LREAD = 2) (
    input  logic                              clk,
    input  logic                              write,
    input  logic [LBYTES-LLANE-1:0]           write_lane,   // address / 2^LLANE
    input  logic [(1 << (LWRITE-LLANE))-1:0]  mask,
    input  logic [8*(1 << LWRITE)-1:0]        write_data,
    input  logic [LBYTES-LLANE-1:0]           read_lane,
    output logic [8*(1 << LREAD)-1:0]         read_data);
  localparam int BANKS = 1 << LBANKS;
  localparam int WIDTH = 8 * (1 << LLANE);
  localparam int LDEPTH = LBYTES - LLANE - LBANKS;

  wire [LBANKS-1:0] to = write_lane[LBANKS-1:0];
  wire [LBANKS-1:0] from = read_lane[LBANKS-1:0];
  logic [LBANKS-1:0] from_q;
  always_ff @(posedge clk) from_q <= from;

  // rotate left by `to`, right by `from`: each stage by a power of two
  wire [WIDTH*BANKS-1:0] spread, gathered;
  wire [BANKS-1:0] spread_mask;
  gandse_rotator #(.WIDTH(WIDTH), .LLANES(LBANKS)) i_spread (
      .d((WIDTH*BANKS)'(write_data)), .by(LBANKS'(0) - to), .q(spread));
  gandse_rotator #(.WIDTH(1), .LLANES(LBANKS)) i_mask (
      .d(BANKS'(mask)), .by(LBANKS'(0) - to), .q(spread_mask));
  wire [WIDTH*BANKS-1:0] words;
  gandse_rotator #(.WIDTH(WIDTH), .LLANES(LBANKS)) i_gather (.d(words), .by(from_q), .q(gathered));
  assign read_data = gathered[8*(1 << LREAD)-1:0];
  wire unused = ^gathered;

  for (genvar b = 0; b < BANKS; b = b + 1) begin : g_bank
    // carries where the bank lies before the first one: it is in the next line
    wire [LBANKS:0] past_to = {1'b0, to} + (LBANKS+1)'(BANKS - 1 - b);
    wire [LBANKS:0] past_from = {1'b0, from} + (LBANKS+1)'(BANKS - 1 - b);
    wire unused_position = ^{past_to[LBANKS-1:0], past_from[LBANKS-1:0]};
    gandse_bank #(.WIDTH(WIDTH), .LDEPTH(LDEPTH)) i_bank (
        .clk,
        .write(write && spread_mask[b]),
        .write_address(write_lane[LBANKS +: LDEPTH] + LDEPTH'(past_to[LBANKS])),
        .write_data(spread[WIDTH*b +: WIDTH]),
        .read_address(read_lane[LBANKS +: LDEPTH] + LDEPTH'(past_from[LBANKS])),
        .read_data(words[WIDTH*b +: WIDTH]));
  end
endmodule
