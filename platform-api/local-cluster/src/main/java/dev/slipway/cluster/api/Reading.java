package dev.slipway.cluster.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.FieldSelector;
import dev.slipway.cluster.api.kinds.LabelSelector;
import dev.slipway.cluster.store.Listing;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.Term;
import org.jspecify.annotations.Nullable;

/** The verbs get and list. */
final class Reading {

	private final Objects objects;

	private final ObjectStore store;

	Reading(Objects objects) {
		this.objects = objects;
		this.store = objects.store();
	}

	Reply get(Call call, Target target) {
		Shown shown = Shown.of(call, target.kind(), this.objects.clock().instant());
		notFuture(version(call));
		ObjectNode object = this.store.shared(target.key());
		if (object == null) {
			throw ApiError.notFound(target.kind(), target.name());
		}
		return shown.reply(200, shown.one(object));
	}

	Reply list(Call call, Target target) {
		Shown shown = Shown.of(call, target.kind(), this.objects.clock().instant());
		ListOptions options = ListOptions.of(call, target, false);
		Page page = page(target, options);
		return shown.reply(200, shown.list(page.items(), page.metadata()));
	}

	/** The objects a selection names, with no regard to pages. */
	List<ObjectNode> select(Target target, LabelSelector labels, FieldSelector fields) {
		return filter(this.store.list(target.kind().resource(), namespace(target)).items(), labels, fields);
	}

	private record Page(List<ObjectNode> items, ObjectNode metadata) {
	}

	private Page page(Target target, ListOptions options) {
		Listing listing;
		String start = "";
		long version = options.resourceVersion();
		Continue token = Continue.parse(options.continueToken(), version);
		try {
			if (token != null) {
				start = token.start();
				listing = this.store.listAt(target.kind().resource(), namespace(target), token.resourceVersion());
			}
			else if (options.exact() || (version > 0 && options.limit() > 0 && options.match().isEmpty())) {
				listing = this.store.listAt(target.kind().resource(), namespace(target), version);
			}
			else {
				notFuture(version);
				listing = listing(target, options.labels());
			}
		}
		catch (StoreException ex) {
			throw expired(ex);
		}
		return cut(listing, start, options);
	}

	private Listing listing(Target target, LabelSelector labels) {
		String namespace = namespace(target);
		Set<Term> terms = labels.pairs()
			.stream()
			.map((pair) -> Term.label(pair.getKey(), pair.getValue()))
			.collect(Collectors.toSet());
		return (namespace != null && !terms.isEmpty()) ? this.store.list(target.kind().resource(), namespace, terms)
				: this.store.list(target.kind().resource(), namespace);
	}

	private static Page cut(Listing listing, String start, ListOptions options) {
		ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(listing.resourceVersion()));
		List<ObjectNode> all = filter(listing.items(), options.labels(), options.fields());
		List<ObjectNode> items = new ArrayList<>();
		for (int i = 0; i < all.size(); i++) {
			String path = path(all.get(i));
			if (path.compareTo(start) <= 0 && !start.isEmpty()) {
				continue;
			}
			if (options.limit() > 0 && items.size() == options.limit()) {
				metadata.put("continue",
						new Continue(listing.resourceVersion(), path(items.get(items.size() - 1))).toString());
				if (options.labels().everything() && options.fields().everything()) {
					metadata.put("remainingItemCount", all.size() - i);
				}
				break;
			}
			items.add(all.get(i));
		}
		return new Page(items, metadata);
	}

	private static String path(ObjectNode object) {
		return object.path("metadata").path("namespace").asText("") + "/" + Json.name(object);
	}

	private static List<ObjectNode> filter(List<ObjectNode> items, LabelSelector labels, FieldSelector fields) {
		if (labels.everything() && fields.everything()) {
			return items;
		}
		return items.stream().filter((item) -> labels.matches(item) && fields.matches(item)).toList();
	}

	static @Nullable String namespace(Target target) {
		return (target.kind().namespaced() && !target.namespace().isEmpty()) ? target.namespace() : null;
	}

	private void notFuture(long version) {
		long current = this.store.resourceVersion();
		if (version > current) {
			throw tooLarge(version, current);
		}
	}

	private static ApiError tooLarge(long version, long current) {
		ApiError error = ApiError.of(504, "Timeout",
				"Timeout: Too large resource version: " + version + ", current: " + current);
		return error.cause("ResourceVersionTooLarge", "Too large resource version", "").retryAfter(1);
	}

	private ApiError expired(StoreException ex) {
		if (ex.reason() == StoreException.Reason.TOO_LARGE) {
			String[] words = (ex.getMessage() + "").split("\\D+");
			return tooLarge(Long.parseLong(words[1]), Long.parseLong(words[2]));
		}
		return ApiError.of(410, "Expired",
				"The provided continue parameter is too old to display a consistent list result. You must start a new "
						+ "list without the continue parameter.");
	}

	/** The parameter resourceVersion; 0 when not given. */
	static long version(Call call) {
		String text = call.param("resourceVersion", "");
		if (text.isEmpty()) {
			return 0;
		}
		try {
			return Long.parseUnsignedLong(text);
		}
		catch (NumberFormatException ex) {
			throw ApiError.of(500, "", "resourceVersion: Invalid value: " + Cause.quote(text)
					+ ": strconv.ParseUint: parsing " + Cause.quote(text) + ": invalid syntax");
		}
	}

	/** Where a next page begins. */
	private record Continue(long resourceVersion, String start) {

		static @Nullable Continue parse(String token, long version) {
			if (token.isEmpty()) {
				return null;
			}
			try {
				byte[] decoded = Base64.getUrlDecoder().decode(token);
				if (decoded.length == 0 || decoded[0] != '{') {
					throw broken((decoded.length == 0) ? '?' : (char) (decoded[0] & 0xff));
				}
				JsonNode json = Json.MAPPER.readTree(decoded);
				if (version != 0) {
					throw ApiError.badRequest("specifying resource version is not allowed when using continue");
				}
				return new Continue(json.path("rv").asLong(), json.path("start").asText());
			}
			catch (IllegalArgumentException | java.io.IOException ex) {
				throw broken('?');
			}
		}

		private static ApiError broken(char first) {
			String shown = (first < 0x20 || first >= 0x7f) ? String.format("\\u%04x", (int) first)
					: Character.toString(first);
			return ApiError.badRequest("invalid continue token: continue key is not valid: invalid character '" + shown
					+ "' looking for beginning of value");
		}

		@Override
		public String toString() {
			ObjectNode json = Json.object().put("v", "meta.k8s.io/v1").put("rv", this.resourceVersion);
			json.put("start", this.start);
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
		}

	}

}
