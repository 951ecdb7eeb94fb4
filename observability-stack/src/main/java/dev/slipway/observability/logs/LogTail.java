package dev.slipway.observability.logs;

import java.util.List;

/** A live view: each poll gives what was stored since the poll before. */
public interface LogTail {

	/**
	 * What has come, oldest first; at most a page. Records that came late by their
	 * timestamp are in it: the order is that of storing.
	 */
	List<LogHit> poll();

}
