package dev.slipway.cluster.routes;

/**
 * Changes of headers.
 *
 * @param request on the way there
 * @param response on the way back
 */
public record Edits(HeaderEdits request, HeaderEdits response) {

	/** None. */
	public static final Edits NONE = new Edits(HeaderEdits.NONE, HeaderEdits.NONE);

}
