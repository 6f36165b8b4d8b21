// A queue gives its words in the order in which they came, and knows whether there are any.
module fifo_formal (input logic clk);
  localparam int LDEPTH = 2, WIDTH = 4;
  (* anyseq *) logic push, pop;
  (* anyseq *) logic [WIDTH-1:0] d;
  (* anyconst *) logic [3:0] watched;  // this one of the words
  logic rst = 1'b1;
  wire filled;
  wire [WIDTH-1:0] head;
  gandse_fifo #(.WIDTH(WIDTH), .LDEPTH(LDEPTH)) dut (.clk, .rst, .push, .d, .pop, .filled, .head);

  logic [3:0] pushed = '0, popped = '0;
  logic [WIDTH-1:0] word;
  wire [3:0] count = pushed - popped;
  always @(posedge clk) begin
    rst <= 1'b0;
    assume (!rst || (!push && !pop));
    assume (!push || count < 4'(1 << LDEPTH));  // callers count what they push,
    assume (!pop || count != '0);               // and pop what is there
    pushed <= pushed + 4'(push);
    popped <= popped + 4'(pop);
    if (push && pushed == watched) word <= d;
    if (!rst) begin
      assert (filled == (count != '0));
      if (count != '0 && popped == watched) assert (head == word);
    end
  end
endmodule
