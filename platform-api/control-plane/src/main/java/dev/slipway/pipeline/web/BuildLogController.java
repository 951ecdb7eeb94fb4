package dev.slipway.pipeline.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.LogChunk;
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
		return piece((before != null) ? before(service, number, before, size) : from(service, number, start, size));
	}

	private Piece from(String service, int number, long start, int size) {
		LogChunk chunk = this.server.log(service, number, start);
		long length = LogSearch.bytes(chunk.text());
		long begin = Math.max(0, chunk.next() - length);
		if (length <= size) {
			return new Piece(chunk.text(), begin, chunk.next(), chunk.complete());
		}
		byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
		int end = size;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		end = (end > 0) ? end : size;
		return new Piece(new String(bytes, 0, end, StandardCharsets.UTF_8), begin, begin + end, false);
	}

	private static ResponseEntity<String> piece(Piece piece) {
		return ResponseEntity.ok()
			.contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
			.header("X-Start", String.valueOf(piece.start()))
			.header("X-Next-Start", String.valueOf(piece.next()))
			.header("X-Complete", String.valueOf(piece.complete()))
			.body(piece.text());
	}

	/** Whole lines only, but for a line that is longer than the piece. */
	private Piece before(String service, int number, long before, int size) {
		long from = Math.max(0, before - size);
		LogChunk chunk = this.server.log(service, number, from);
		byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
		int end = (int) Math.min(bytes.length, before - from);
		int begin = (from > 0) ? afterBreak(bytes, end) : 0;
		String text = new String(Arrays.copyOfRange(bytes, begin, end), StandardCharsets.UTF_8);
		return new Piece(text, from + begin, before, false);
	}

	private static int afterBreak(byte[] bytes, int end) {
		for (int i = 0; i < end - 1; i++) {
			if (bytes[i] == '\n') {
				return i + 1;
			}
		}
		return 0;
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

	/** A piece of a log, from an offset up to another. */
	private record Piece(String text, long start, long next, boolean complete) {
	}

}
