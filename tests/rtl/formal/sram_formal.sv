// An SRAM gives back, for any byte, what was last written to it.
module sram_formal (input logic clk);
  localparam int LBYTES = 4, LBANKS = 2, LWRITE = 1, LREAD = 1;
  (* anyseq *) logic write;
  (* anyseq *) logic [LBYTES-1:0] to, from;
  (* anyseq *) logic [(1 << LWRITE)-1:0] mask;
  (* anyseq *) logic [8*(1 << LWRITE)-1:0] data;
  (* anyconst *) logic [LBYTES-1:0] watched;
  wire [8*(1 << LREAD)-1:0] q;
  gandse_sram #(.LBYTES(LBYTES), .LLANE(0), .LBANKS(LBANKS), .LWRITE(LWRITE), .LREAD(LREAD)) dut (
      .clk, .write, .write_lane(to), .mask, .write_data(data), .read_lane(from), .read_data(q));

  logic known = 1'b0, hit = 1'b0;
  logic [7:0] last, expected;
  logic [LREAD:0] lane;
  wire [LBYTES-1:0] at_write = watched - to;
  wire [LBYTES-1:0] at_read = watched - from;
  wire writes = write && at_write < LBYTES'(1 << LWRITE) && mask[at_write[LWRITE-1:0]];
  always @(posedge clk) begin
    if (writes) begin
      known <= 1'b1;
      last <= data[8*at_write[LWRITE-1:0] +: 8];
    end
    // what a read gives while its byte is written is not defined
    hit <= known && !writes && at_read < LBYTES'(1 << LREAD);
    lane <= at_read[LREAD:0];
    expected <= last;
    if (hit) assert (q[8*lane[LREAD-1:0] +: 8] == expected);
  end
endmodule
