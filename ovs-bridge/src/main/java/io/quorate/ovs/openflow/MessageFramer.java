package io.quorate.ovs.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts a stream into messages; the length field has 16 bits, so nobody can make us keep more. */
final class MessageFramer extends ByteToMessageDecoder {

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < MessageCodec.HEADER_BYTES) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex() + 2);
    if (length < MessageCodec.HEADER_BYTES) {
      in.skipBytes(in.readableBytes());
      throw new MalformedMessageException("a message claims a length of " + length);
    }
    if (in.readableBytes() >= length) {
      out.add(in.readRetainedSlice(length));
    }
  }
}
