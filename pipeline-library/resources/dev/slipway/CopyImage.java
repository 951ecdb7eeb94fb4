import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies an image, or an index of several, from one OCI registry to another without changing its digest:
 * {@code java CopyImage.java registry/name@sha256:… registry/name [tag…]}. Credentials come from the file
 * {@code config.json} in the folder DOCKER_CONFIG. A registry on this machine is spoken to in plain HTTP.
 */
public class CopyImage {

	private static final String TYPES = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, "
			+ "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json";

	private static final Pattern DIGEST = Pattern.compile("\"digest\"\\s*:\\s*\"(sha256:[0-9a-f]{64})\"");

	public static void main(String[] arguments) throws Exception {
		try {
			copy(arguments);
		}
		catch (Refused ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static void copy(String[] arguments) throws Exception {
		int at = arguments[0].indexOf('@');
		Repository from = new Repository(arguments[0].substring(0, at), "pull");
		Repository to = new Repository(arguments[1], "pull,push");
		String digest = arguments[0].substring(at + 1);
		HttpResponse<byte[]> manifest = transfer(from, to, digest);
		for (int i = 2; i < arguments.length; i++) {
			to.put(arguments[i], manifest);
			System.out.println("Tagged " + arguments[1] + ":" + arguments[i]);
		}
	}

	/** Copies what a manifest names before the manifest, as registries demand. */
	private static HttpResponse<byte[]> transfer(Repository from, Repository to, String digest) throws Exception {
		HttpResponse<byte[]> manifest = from.manifest(digest);
		String text = new String(manifest.body(), StandardCharsets.UTF_8);
		boolean index = text.contains("\"manifests\"") && !text.contains("\"layers\"");
		for (String part : digests(text)) {
			if (index) {
				transfer(from, to, part);
			}
			else {
				blob(from, to, part);
			}
		}
		to.put(digest, manifest);
		return manifest;
	}

	private static Set<String> digests(String manifest) {
		Set<String> all = new LinkedHashSet<>();
		for (Matcher matcher = DIGEST.matcher(manifest); matcher.find();) {
			all.add(matcher.group(1));
		}
		return all;
	}

	private static void blob(Repository from, Repository to, String digest) throws Exception {
		if (to.has(digest)) {
			System.out.println("There already: " + digest);
			return;
		}
		Path file = Files.createTempFile("blob", null);
		try {
			long size = from.blob(digest, file);
			to.upload(digest, file);
			System.out.println("Copied " + digest + ", " + size + " bytes");
		}
		finally {
			Files.delete(file);
		}
	}

	/** A repository of a registry. */
	private static final class Repository {

		private final HttpClient client = HttpClient.newBuilder()
			.connectTimeout(Duration.ofSeconds(20))
			.build();

		private final String registry;

		private final String name;

		private final String rights;

		private final URI base;

		private String authorization;

		Repository(String repository, String rights) {
			int slash = repository.indexOf('/');
			this.registry = repository.substring(0, slash);
			this.rights = rights;
			boolean hub = Set.of("docker.io", "index.docker.io").contains(this.registry);
			String path = repository.substring(slash + 1);
			this.name = (hub && !path.contains("/")) ? "library/" + path : path;
			boolean local = this.registry.matches("(localhost|127\\.[0-9.]+)(:[0-9]+)?");
			this.base = URI.create((local ? "http://" : "https://") + (hub ? "registry-1.docker.io" : this.registry) + "/v2/" + this.name + "/");
		}

		HttpResponse<byte[]> manifest(String digest) throws Exception {
			HttpResponse<byte[]> found = send(get("manifests/" + digest).header("Accept", TYPES),
					HttpResponse.BodyHandlers.ofByteArray());
			expect(found, "the manifest " + digest, 200);
			check(digest, MessageDigest.getInstance("SHA-256").digest(found.body()));
			return found;
		}

		boolean has(String digest) throws Exception {
			HttpRequest.Builder head = HttpRequest.newBuilder(this.base.resolve("blobs/" + digest))
				.method("HEAD", HttpRequest.BodyPublishers.noBody());
			return send(head, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}

		long blob(String digest, Path file) throws Exception {
			expect(send(get("blobs/" + digest), HttpResponse.BodyHandlers.ofFile(file, StandardOpenOption.CREATE,
					StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)), "the blob " + digest, 200);
			MessageDigest sum = MessageDigest.getInstance("SHA-256");
			try (InputStream stream = Files.newInputStream(file)) {
				byte[] buffer = new byte[1 << 16];
				for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
					sum.update(buffer, 0, count);
				}
			}
			check(digest, sum.digest());
			return Files.size(file);
		}

		void upload(String digest, Path file) throws Exception {
			HttpRequest.Builder begin = HttpRequest.newBuilder(this.base.resolve("blobs/uploads/"))
				.POST(HttpRequest.BodyPublishers.noBody());
			HttpResponse<?> begun = send(begin, HttpResponse.BodyHandlers.discarding());
			expect(begun, "an upload", 202);
			String location = begun.headers().firstValue("Location").orElseThrow();
			URI where = this.base.resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
			HttpRequest.Builder put = HttpRequest.newBuilder(where)
				.header("Content-Type", "application/octet-stream")
				.PUT(HttpRequest.BodyPublishers.ofFile(file));
			expect(send(put, HttpResponse.BodyHandlers.discarding()), "the blob " + digest, 201);
		}

		void put(String reference, HttpResponse<byte[]> manifest) throws Exception {
			HttpRequest.Builder put = HttpRequest.newBuilder(this.base.resolve("manifests/" + reference))
				.header("Content-Type", manifest.headers().firstValue("Content-Type").orElseThrow())
				.PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.body()));
			expect(send(put, HttpResponse.BodyHandlers.discarding()), "the manifest " + reference, 201);
		}

		private HttpRequest.Builder get(String path) {
			return HttpRequest.newBuilder(this.base.resolve(path));
		}

		/** Sends; a registry that wants to know who asks says how, once. The store it redirects to is not told. */
		private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws Exception {
			HttpResponse<T> answer = this.client.send(authorized(request), body);
			if (answer.statusCode() == 401) {
				this.authorization = authorize(answer.headers().firstValue("WWW-Authenticate").orElse("Basic"));
				answer = this.client.send(authorized(request), body);
			}
			for (int i = 0; i < 5 && List.of(301, 302, 303, 307, 308).contains(answer.statusCode()); i++) {
				URI next = answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
				answer = this.client.send(authorized(request.copy().uri(next)), body);
			}
			return answer;
		}

		private HttpRequest authorized(HttpRequest.Builder request) {
			HttpRequest.Builder copy = request.copy();
			if (this.authorization != null && this.base.getAuthority().equals(copy.build().uri().getAuthority())) {
				copy.setHeader("Authorization", this.authorization);
			}
			return copy.build();
		}

		private String authorize(String challenge) throws Exception {
			Optional<String> known = credentials();
			if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
				return known.map((basic) -> "Basic " + basic)
					.orElseThrow(() -> new Refused("The registry " + this.registry + " wants credentials; give publishImage a credentialsId"));
			}
			Map<String, String> fields = new HashMap<>();
			for (Matcher matcher = Pattern.compile("(\\w+)=\"([^\"]*)\"").matcher(challenge); matcher.find();) {
				fields.put(matcher.group(1), matcher.group(2));
			}
			HttpRequest.Builder token = HttpRequest.newBuilder(URI.create(fields.get("realm") + "?service="
					+ URLEncoder.encode(fields.getOrDefault("service", ""), StandardCharsets.UTF_8) + "&scope="
					+ URLEncoder.encode("repository:" + this.name + ":" + this.rights, StandardCharsets.UTF_8)));
			known.ifPresent((basic) -> token.header("Authorization", "Basic " + basic));
			HttpResponse<String> answer = this.client.send(token.build(), HttpResponse.BodyHandlers.ofString());
			Matcher matcher = Pattern.compile("\"(?:token|access_token)\"\\s*:\\s*\"([^\"]+)\"").matcher(answer.body());
			if (answer.statusCode() != 200 || !matcher.find()) {
				throw new Refused("The registry " + this.registry + " gives no token (HTTP " + answer.statusCode() + ")");
			}
			return "Bearer " + matcher.group(1);
		}

		private Optional<String> credentials() throws Exception {
			String folder = System.getenv("DOCKER_CONFIG");
			Path file = (folder != null) ? Path.of(folder, "config.json") : Path.of(System.getProperty("user.home"), ".docker", "config.json");
			if (!Files.isRegularFile(file)) {
				return Optional.empty();
			}
			List<String> names = this.base.getHost().equals("registry-1.docker.io") ? List.of("https://index.docker.io/v1/", "docker.io")
					: List.of(this.registry);
			String text = Files.readString(file);
			for (String each : names) {
				Matcher matcher = Pattern.compile("\"" + Pattern.quote(each) + "\"\\s*:\\s*\\{\\s*\"auth\"\\s*:\\s*\"([A-Za-z0-9+/=]+)\"").matcher(text);
				if (matcher.find()) {
					return Optional.of(matcher.group(1));
				}
			}
			return Optional.empty();
		}

		private void expect(HttpResponse<?> answer, String what, int status) {
			if (answer.statusCode() != status) {
				String said = (answer.body() instanceof byte[]) ? ": " + new String((byte[]) answer.body(), StandardCharsets.UTF_8) : "";
				throw new Refused("The registry " + this.registry + " answered " + answer.statusCode() + " for " + what + " of "
						+ this.name + said);
			}
		}

		private static void check(String digest, byte[] sum) {
			StringBuilder hex = new StringBuilder("sha256:");
			for (byte each : sum) {
				hex.append(String.format("%02x", each));
			}
			if (!hex.toString().equals(digest)) {
				throw new Refused("What came for " + digest + " is " + hex);
			}
		}

	}

	/** What a registry does not let happen, for people. */
	private static final class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Refused(String message) {
			super(message);
		}

	}

}
