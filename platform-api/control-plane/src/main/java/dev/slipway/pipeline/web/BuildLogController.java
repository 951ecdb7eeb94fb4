package dev.slipway.pipeline.web;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.LogPiece;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logs of builds: from an offset on, up to an offset, from the end, and searched. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}/builds/{number}/log")
class BuildLogController {

	private static final int MOST = 1 << 20;

	private static final int LONGEST = 200;

	private final BuildAccess access;

	private final BuildServer server;

	BuildLogController(BuildAccess access, BuildServer server) {
		this.access = access;
		this.server = server;
	}

	/** Text from an offset in bytes; a negative one counts from the end. */
	@GetMapping
	@Operation(summary = "A piece of the log of a build: from an offset on, or up to one",
			description = "X-Start is the offset where the piece begins, X-Next-Start the offset to ask for next, "
					+ "X-Complete tells whether nothing follows.")
	ResponseEntity<String> log(Actor actor, @PathVariable String service, @PathVariable int number,
			@RequestParam(defaultValue = "0") long start,
			@Parameter(description = "The offset in bytes where the piece ends, which must be the start of a line; "
					+ "with it, start is ignored") @RequestParam(required = false) @Nullable Long before,
			@Parameter(
					description = "The most bytes of a piece, whole lines only unless the first is longer") @RequestParam(
							defaultValue = "1048576") int size) {
		this.access.build(actor, service, number);
		if (size < 1 || size > MOST) {
			throw Problem.invalid("size", "must be from 1 to " + MOST);
		}
		if (before != null && before < 0) {
			throw Problem.invalid("before", "An offset is not negative");
		}
		return piece((before != null) ? this.server.pieceBefore(service, number, before, size)
				: this.server.piece(service, number, start, size));
	}

	private static ResponseEntity<String> piece(LogPiece piece) {
		return ResponseEntity.ok()
			.contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
			.header("X-Start", String.valueOf(piece.start()))
			.header("X-Next-Start", String.valueOf(piece.next()))
			.header("X-Complete", String.valueOf(piece.complete()))
			.body(piece.text());
	}

	@GetMapping("/search")
	@Operation(summary = "The lines of a log that hold a text, whatever the case",
			description = "At most 200 lines, of 32 MB of the log; next is where to search on, missing at the end. "
					+ "offset is where a line begins, in bytes.")
	LogSearch.Found search(Actor actor, @PathVariable String service, @PathVariable int number,
			@Parameter(description = "The text") @RequestParam(defaultValue = "") String q,
			@Parameter(
					description = "The offset in bytes from where to search; next of the answer before") @RequestParam(
							defaultValue = "0") long from) {
		this.access.build(actor, service, number);
		if (q.isBlank() || q.length() > LONGEST) {
			throw Problem.invalid("q", "Say what to look for, in at most " + LONGEST + " characters");
		}
		if (from < 0) {
			throw Problem.invalid("from", "An offset is not negative");
		}
		return LogSearch.search((start) -> this.server.log(service, number, start), q, from);
	}

}
