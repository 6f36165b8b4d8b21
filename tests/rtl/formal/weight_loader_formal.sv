// A weight tile is asked for beat by beat, in order, each as often as it is refused; done comes with the last.
module weight_loader_formal (input logic clk);
  localparam int LDSB = 1, LWSS = 5;
  (* anyseq *) logic ready;
  (* anyconst *) logic [31:0] address;
  (* anyconst *) logic [LWSS-1:0] at;
  (* anyconst *) logic [3:0] bytes;
  logic job = 1'b0;
  wire [19:0] beats = 20'((bytes + 4'd1) >> LDSB);
  wire done;
  wire [31:0] read_address;
  wire [LDSB:0] read_count;
  wire [LWSS-1:0] write_at;
  gandse_weight_loader #(.LDSB(LDSB), .LWSS(LWSS)) dut (
      .clk, .job, .ready, .address, .at, .beats, .bytes(19'(bytes)), .done, .read_address, .read_count, .write_at);
  logic [4:0] read = '0;  // bytes so far
  logic [1:0] age = '0;
  wire [4:0] next = read + 5'(read_count);
  always @(posedge clk) begin
    assume (bytes != '0 && bytes < 4'd14);
    if (age != 2'd2) age <= age + 2'd1;
    job <= age != 2'd0 && !done && (job || age == 2'd1);
    if (job) begin
      assert (read_address == address + 32'(read));  // so it does not change while it is refused
      assert (write_at == {at[LWSS-1], at[LWSS-2:0] + read[LWSS-2:0]});
      assert (read_count != '0 && next <= 5'(bytes));
      assert (done == (ready && next == 5'(bytes)));
      if (ready) read <= next;
    end else if (age == 2'd2) assert (read == 5'(bytes));
  end
endmodule
