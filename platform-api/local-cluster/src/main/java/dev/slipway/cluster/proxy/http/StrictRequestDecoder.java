package dev.slipway.cluster.proxy.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Reads requests and refuses those whose length could be understood in two ways, instead
 * of choosing one (RFC 9112, 6.3 and 11.2).
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

	private static final int LONGEST_LINE = 16 * 1024;

	private static final int MOST_HEADERS = 64 * 1024;

	private static final int PIECE = 64 * 1024;

	StrictRequestDecoder() {
		super(new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE)
			.setMaxHeaderSize(MOST_HEADERS)
			.setMaxChunkSize(PIECE));
	}

	@Override
	protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
		throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
	}

}
