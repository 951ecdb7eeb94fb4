package dev.slipway.cluster.proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes answers; that to HEAD has no body, whatever its headers say. */
final class AnswerEncoder extends HttpResponseEncoder {

	private final HttpFront front;

	AnswerEncoder(HttpFront front) {
		this.front = front;
	}

	@Override
	protected boolean isContentAlwaysEmpty(HttpResponse answer) {
		return this.front.answersHead() || super.isContentAlwaysEmpty(answer);
	}

}
