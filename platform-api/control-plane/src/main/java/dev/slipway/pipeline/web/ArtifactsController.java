package dev.slipway.pipeline.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.BuildServer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.core.io.InputStreamResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The files that builds keep. A build decides what is in them, so none is trusted. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}/builds/{number}/artifacts")
class ArtifactsController {

	/** What a browser may show as plain text; all else is bytes to it. */
	private static final Set<String> TEXTS = Set.of("txt", "log", "json", "md", "yaml", "yml", "csv", "properties");

	private final BuildAccess access;

	private final BuildServer server;

	ArtifactsController(BuildAccess access, BuildServer server) {
		this.access = access;
		this.server = server;
	}

	@GetMapping
	@Operation(summary = "The files that the build keeps, by path, with their sizes in bytes")
	List<BuildArtifact> list(Actor actor, @PathVariable String service, @PathVariable int number) {
		this.access.build(actor, service, number);
		return this.server.artifacts(service, number);
	}

	/** Streams it: always a download, never a page of this origin. */
	@GetMapping("/{*path}")
	@Operation(summary = "A file that the build keeps",
			description = "Always a download; what is not plain text is application/octet-stream.")
	ResponseEntity<InputStreamResource> read(Actor actor, @PathVariable String service, @PathVariable int number,
			@Parameter(description = "The path, as the list gives it") @PathVariable String path) throws IOException {
		this.access.build(actor, service, number);
		String relative = path.startsWith("/") ? path.substring(1) : path;
		BuildArtifact artifact = this.server.artifacts(service, number)
			.stream()
			.filter((kept) -> kept.path().equals(relative))
			.findFirst()
			.orElseThrow(() -> missing(service, number, relative));
		String name = relative.substring(relative.lastIndexOf('/') + 1);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		if (artifact.size() >= 0) {
			answer.contentLength(artifact.size());
		}
		return answer.contentType(type(name))
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString())
			.header("X-Content-Type-Options", "nosniff")
			.body(new InputStreamResource(open(service, number, relative)));
	}

	private InputStream open(String service, int number, String path) throws IOException {
		try {
			return this.server.artifact(service, number, path);
		}
		catch (NoSuchFileException ex) {
			throw missing(service, number, path);
		}
	}

	private static Problem missing(String service, int number, String path) {
		return Problem.notFound("The file '" + path + "' of build " + service + " #" + number);
	}

	private static MediaType type(String name) {
		String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
		return TEXTS.contains(extension) ? new MediaType("text", "plain", StandardCharsets.UTF_8)
				: MediaType.APPLICATION_OCTET_STREAM;
	}

}
