// A row's or a column's word, sent byte by byte.
module gandse_serialiser #(parameter int BYTES = 4) (
    input  logic               clk,
    input  logic               load,
    input  logic               next,
    input  logic [8*BYTES-1:0] word,
    output logic [7:0]         head);
  logic [8*BYTES-1:0] bytes;
  assign head = bytes[7:0];
  always_ff @(posedge clk)
    if (load) bytes <= word;
    else if (next) bytes <= bytes >> 8;
endmodule
