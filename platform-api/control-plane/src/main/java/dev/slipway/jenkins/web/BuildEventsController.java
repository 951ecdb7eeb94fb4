package dev.slipway.jenkins.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.api.Problem;
import dev.slipway.api.Signature;
import dev.slipway.jenkins.EventKey;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsPath;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Hears from pipelines that something happened to their build. It believes only that:
 * what happened it asks Jenkins.
 */
@RestController
@Tag(name = "Builds")
class BuildEventsController {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final int LONGEST = 64 * 1024;

	private final ObjectProvider<Follower> follower;

	private final ObjectProvider<EventKey> key;

	private final Clock clock;

	private final SignedEvents events = new SignedEvents();

	BuildEventsController(ObjectProvider<Follower> follower, ObjectProvider<EventKey> key,
			ObjectProvider<Clock> clock) {
		this.follower = follower;
		this.key = key;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@PostMapping("/api/v1/build-server/events")
	@Operation(summary = "A pipeline on Jenkins tells that something happened to its build",
			description = "Signed, not authorised by a token: Slipway-Signature is sha256= and the HMAC-SHA256 over "
					+ "Slipway-Timestamp, a dot and the body. The build is looked at at once.")
	ResponseEntity<Void> happened(
			@RequestHeader(name = Signature.TIMESTAMP, required = false) @Nullable String timestamp,
			@RequestHeader(name = Signature.HEADER, required = false) @Nullable String signature, InputStream stream)
			throws IOException {
		Follower told = this.follower.getIfAvailable();
		EventKey secret = this.key.getIfAvailable();
		if (told == null || secret == null) {
			throw Problem.notFound("A Jenkins as the build server");
		}
		byte[] bytes = stream.readNBytes(LONGEST + 1);
		if (bytes.length > LONGEST) {
			throw Problem.invalid("body", "An event is shorter than 64 KiB");
		}
		String body = new String(bytes, StandardCharsets.UTF_8);
		String refusal = this.events.refusal(secret.value(), timestamp, signature, body, this.clock.instant());
		if (refusal != null) {
			return ResponseEntity.status(401).header("X-Reason", refusal).build();
		}
		told.told(job(body));
		return ResponseEntity.accepted().build();
	}

	/** {@code JOB_NAME} is {@code shop/orders/feature%2Flogin}. */
	private static String job(String body) {
		try {
			JsonNode event = JSON.readTree(body);
			String name = event.path("job").asText();
			if (name.isBlank()) {
				throw Problem.invalid("job", "The full name of the job is missing");
			}
			JenkinsPath path = JenkinsPath.ROOT;
			for (String item : name.split("/")) {
				path = path.job(item);
			}
			return path.value();
		}
		catch (IOException ex) {
			throw Problem.invalid("body", "An event is a JSON object");
		}
	}

}
