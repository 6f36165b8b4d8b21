// Simple dual port memory with synchronous read; what a read gives while its word is written is not defined.
module gandse_bank #(
    parameter int WIDTH = 8,
    parameter int LDEPTH = 8) (
    input  logic              clk,
    input  logic              write,
    input  logic [LDEPTH-1:0] write_address,
    input  logic [WIDTH-1:0]  write_data,
    input  logic [LDEPTH-1:0] read_address,
    output logic [WIDTH-1:0]  read_data);
  localparam int DEPTH = 1 << LDEPTH;
  (* no_rw_check *) logic [WIDTH-1:0] memory[DEPTH];
  always_ff @(posedge clk) begin
    if (write) memory[write_address] <= write_data;
    read_data <= memory[read_address];
  end
endmodule
