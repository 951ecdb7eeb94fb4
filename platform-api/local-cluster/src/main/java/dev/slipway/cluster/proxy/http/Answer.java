package dev.slipway.cluster.proxy.http;

import dev.slipway.cluster.routes.Edits;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * The way back: what a backend answers, piece by piece, perhaps after interim answers.
 */
final class Answer {

	private final HttpFront front;

	private final HttpRequest request;

	private boolean spoke;

	private boolean begun;

	private boolean interim;

	private boolean held;

	private boolean backendKeeps;

	private String code = "";

	Answer(HttpFront front, HttpRequest request) {
		this.front = front;
		this.request = request;
	}

	/** What to do next. */
	enum Progress {

		/** Ask the backend for more. */
		MORE,
		/** Wait until the client has taken what there is. */
		HELD,
		/** It is complete. */
		DONE,
		/** It makes no sense. */
		MALFORMED

	}

	/** Whether the backend has said anything. */
	boolean spoke() {
		return this.spoke;
	}

	/** Whether the client has the head of the final answer. */
	boolean begun() {
		return this.begun;
	}

	/** Whether the backend's connection can serve another request afterwards. */
	boolean backendKeeps() {
		return this.backendKeeps;
	}

	/** The status, for what is counted. */
	String code() {
		return this.code;
	}

	/** An answer of the proxy's own. */
	void refuse(Refusal refusal) {
		this.begun = true;
		this.code = refusal.status().codeAsText().toString();
		this.front.answer(refusal);
	}

	/** It ends before its end. */
	void cut(String as) {
		this.code = as;
	}

	/** Whether it waited for the client, which now has room. */
	boolean release() {
		boolean was = this.held;
		this.held = false;
		return was;
	}

	Progress head(HttpResponse response, Edits byRule, Edits byTarget) {
		if (response.decoderResult().isFailure() || response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
			ReferenceCountUtil.release(response);
			return Progress.MALFORMED;
		}
		this.spoke = true;
		this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
		if (this.interim && Heads.old(this.request)) {
			return Progress.MORE;
		}
		if (!this.interim) {
			this.begun = true;
			this.code = response.status().codeAsText().toString();
			this.backendKeeps = Heads.frame(response, this.request);
			Heads.edit(response.headers(), byRule.response());
			Heads.edit(response.headers(), byTarget.response());
			this.front.markClosing(response);
		}
		this.front.write(response);
		return Progress.MORE;
	}

	Progress content(HttpContent content) {
		boolean last = content instanceof LastHttpContent;
		if (content.decoderResult().isFailure()) {
			content.release();
			return Progress.MALFORMED;
		}
		if (this.interim && Heads.old(this.request)) {
			content.release();
		}
		else {
			this.front.write(content);
			this.front.flush();
		}
		if (this.interim) {
			this.interim = !last;
			return Progress.MORE;
		}
		if (last) {
			return Progress.DONE;
		}
		this.held = !this.front.isWritable();
		return this.held ? Progress.HELD : Progress.MORE;
	}

}
