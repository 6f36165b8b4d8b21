// For every row fold its constants are read, each beat as often as it is refused, then its outputs are issued, none
// without a credit; done comes with the last.
`include "gandse_layer.svh"

module store_issue_formal (input logic clk);
  localparam int LDSB = 1;
  (* anyseq *) logic ready, credit;
  (* anyconst *) logic [1:0] folds, constant_beats, stores;
  (* anyconst *) logic [31:0] base;
  layer_t layer;
  always_comb begin
    layer = '0;
    layer.row_folds = 8'(folds);
    layer.constant_beats = 9'(constant_beats);
    layer.fold_beats = 18'(stores);
    layer.constant_base = base;
    layer.row_blocks = 16'd1;
    layer.column_blocks = 16'd1;
  end
  logic job = 1'b0;
  logic [1:0] age = '0;
  wire done, read, constants, store;
  wire [31:0] read_address;
  gandse_store_issue #(.LDSB(LDSB)) dut (
      .clk, .idle(age == 2'd0), .job, .ready, .credit, .layer, .done, .read, .read_address, .constants, .store);
  logic [2:0] fold = '0, beats = '0, stored = '0;
  logic [3:0] all_beats = '0;
  always @(posedge clk) begin
    assume (folds != '0 && folds < 2'd3 && constant_beats != '0 && constant_beats < 2'd3 && stores != '0);
    if (age != 2'd2) age <= age + 2'd1;
    job <= age != 2'd0 && !done && (job || age == 2'd1);
    assert (!(read && store));
    assert (!store || credit);
    assert (constants == (read && ready));
    if (job) begin
      assert (read == (beats != 3'(constant_beats)));
      if (read) assert (read_address == base + (32'(all_beats) << LDSB));
      if (constants) begin
        beats <= beats + 3'd1;
        all_beats <= all_beats + 4'd1;
      end
      if (store) begin
        assert (beats == 3'(constant_beats));
        stored <= stored + 3'd1 == 3'(stores) ? '0 : stored + 3'd1;
        if (stored + 3'd1 == 3'(stores)) begin
          beats <= '0;
          fold <= fold + 3'd1;
        end
      end
      assert (done == (store && stored + 3'd1 == 3'(stores) && fold + 3'd1 == 3'(folds)));
    end else begin
      assert (!read && !store);
      if (age == 2'd2) assert (fold == 3'(folds));
    end
  end
endmodule
