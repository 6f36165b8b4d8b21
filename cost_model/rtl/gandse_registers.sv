// The registers of a layer: one word each, in the order of layer_t. Written while the machine is idle.
`include "gandse_layer.svh"

module gandse_registers (
    input  logic        clk,
    input  logic        write,
    input  logic [6:0]  index,
    input  logic [31:0] value,
    output layer_t      layer);
  always_ff @(posedge clk)
    if (write)
      case (index)
        7'd0: layer.groups <= value[15:0];
        7'd1: layer.output_blocks <= value[19:0];
        7'd2: layer.row_blocks <= value[15:0];
        7'd3: layer.column_blocks <= value[15:0];
        7'd4: layer.channel_steps <= value[19:0];
        7'd5: layer.kh_steps <= value[6:0];
        7'd6: layer.kw_steps <= value[6:0];
        7'd7: layer.weights_stay <= value[0];
        7'd8: layer.inputs_stay <= value[0];
        7'd9: layer.diagonal <= value[0];
        7'd10: layer.relu <= value[0];
        7'd11: layer.weight_beats <= value[19:0];
        7'd12: layer.input_beats <= value[19:0];
        7'd13: layer.store_beats <= value[19:0];
        7'd14: layer.weight_bytes <= value[18:0];
        7'd15: layer.input_bytes <= value[18:0];
        7'd16: layer.row_folds <= value[7:0];
        7'd17: layer.pixels <= value[11:0];
        7'd18: layer.row_words <= value[8:0];
        7'd19: layer.column_words <= value[9:0];
        7'd20: layer.runs <= value[12:0];
        7'd21: layer.run_pitch <= value[8:0];
        7'd22: layer.row_pitch <= value[18:0];
        7'd23: layer.kw_runs <= value[2:0];
        7'd24: layer.kh_runs <= value[2:0];
        7'd25: layer.pixel_step <= value[18:0];
        7'd26: layer.pixel_wrap <= value[18:0];
        7'd27: layer.kw_step <= value[18:0];
        7'd28: layer.kh_step <= value[18:0];
        7'd29: layer.block_step <= value[18:0];
        7'd30: layer.tile_columns <= value[5:0];
        7'd31: layer.tile_rows <= value[5:0];
        7'd32: layer.tile_inputs <= value[7:0];
        7'd33: layer.span_rows <= value[10:0];
        7'd34: layer.span_bytes <= value[15:0];
        7'd35: layer.span_beats <= value[15:0];
        7'd36: layer.span_pitch <= value[6:0];
        7'd37: layer.span_address <= value;
        7'd38: layer.plane <= value;
        7'd39: layer.input_rows <= value[20:0];
        7'd40: layer.input_row_bytes <= value[25:0];
        7'd41: layer.input_channels <= value[19:0];
        7'd42: layer.x_start <= value[26:0];
        7'd43: layer.y_start <= value[21:0];
        7'd44: layer.x_step <= value[19:0];
        7'd45: layer.kx_step <= value[19:0];
        7'd46: layer.y_step <= value[9:0];
        7'd47: layer.ky_step <= value[9:0];
        7'd48: layer.input_origin <= value;
        7'd49: layer.y_address <= value;
        7'd50: layer.ky_address <= value;
        7'd51: layer.channel_address <= value;
        7'd52: layer.group_address <= value;
        7'd53: layer.weight_base <= value;
        7'd54: layer.weight_stride <= value[19:0];
        7'd55: layer.constant_base <= value;
        7'd56: layer.constant_beats <= value[8:0];
        7'd57: layer.output_base <= value;
        7'd58: layer.output_plane <= value;
        7'd59: layer.output_row <= value;
        7'd60: layer.output_pixel <= value[5:0];
        7'd61: layer.output_rows <= value[15:0];
        7'd62: layer.output_columns <= value[15:0];
        7'd63: layer.output_channels <= value[19:0];
        7'd64: layer.output_parts <= value[5:0];
        7'd65: layer.fold_beats <= value[17:0];
        7'd66: layer.output_y <= value;
        7'd67: layer.output_x <= value;
        7'd68: layer.output_block <= value;
        7'd69: layer.output_group <= value;
        default: ;
      endcase
endmodule
