package dev.slipway.cluster.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.Defaults;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.api.kinds.Validation;
import dev.slipway.cluster.api.patch.ManagedFields;
import dev.slipway.cluster.store.Deletion;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Writing objects with all a server does besides storing them: names, defaults,
 * admission, validation, who owns which field. Used by the HTTP side and, in the same
 * JVM, by controllers.
 */
public final class Objects {

	private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

	private static final int SUFFIX_LENGTH = 5;

	private static final int LONGEST_PREFIX = 58;

	private final ObjectStore store;

	private final Clock clock;

	private final ServiceAddresses addresses;

	private final Admission admission;

	private final RandomGenerator random = RandomGenerator.getDefault();

	Objects(ObjectStore store, Clock clock, ServiceAddresses addresses) {
		this.store = store;
		this.clock = clock;
		this.addresses = addresses;
		this.admission = new Admission(store, clock);
	}

	/**
	 * How to write.
	 *
	 * @param dryRun do everything but store
	 * @param manager who owns the fields, or null to leave managedFields as they are
	 * @param subresource {@code status}, {@code scale} or empty
	 */
	public record Options(boolean dryRun, @Nullable String manager, String subresource) {

		/** A controller's write. */
		public static final Options PLAIN = new Options(false, null, "");

	}

	/** The store below. */
	public ObjectStore store() {
		return this.store;
	}

	/**
	 * Creates an object in this JVM, as a controller does.
	 * @param resource as in {@link Key}
	 * @throws ApiError as the HTTP API would answer
	 */
	public ObjectNode create(String resource, String namespace, ObjectNode object) {
		Kind kind = Kinds.get()
			.ofResource(resource)
			.orElseThrow(() -> new IllegalArgumentException("no kind for " + resource));
		return create(kind, namespace, object, Options.PLAIN);
	}

	/** Asks for the end of an object in this JVM. */
	public Deletion.Outcome delete(Key key, Deletion how) {
		return how.request(this.store, key, this.clock);
	}

	/** Creates an object given in its stored version. */
	ObjectNode create(Kind kind, String namespace, ObjectNode given, Options options) {
		ObjectNode object = given.deepCopy();
		ObjectNode metadata = object.withObject("/metadata");
		metadata.remove(List.of("uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
				"deletionGracePeriodSeconds", "selfLink"));
		String prefix = metadata.path("generateName").asText("");
		boolean generated = metadata.path("name").asText("").isEmpty() && !prefix.isEmpty();
		if (kind.namespaced()) {
			metadata.put("namespace", namespace);
		}
		for (int tries = 0;; tries++) {
			if (generated) {
				metadata.put("name", prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + suffix());
			}
			try {
				return createNamed(kind, namespace, object, options);
			}
			catch (ApiError ex) {
				if (!generated || tries > 8 || ex.code() != 409) {
					throw ex;
				}
			}
		}
	}

	private ObjectNode createNamed(Kind kind, String namespace, ObjectNode given, Options options) {
		ObjectNode object = given.deepCopy();
		String name = Json.name(object);
		this.admission.namespace(kind, namespace, name);
		if (kind.is("status") && !kind.resource().equals("nodes") && options.manager() != null) {
			object.remove("status");
		}
		Defaults.apply(kind.resource(), object);
		this.admission.create(kind, object);
		Key key = kind.key(namespace, name);
		ObjectNode present = this.store.shared(key);
		if (present != null) {
			throw ApiError.alreadyExists(kind, name, present.path("metadata").has("deletionTimestamp"));
		}
		require(kind, name, Validation.check(kind, null, object));
		this.admission.room(kind, object, !options.dryRun());
		if (kind.resource().equals("services")) {
			this.addresses.assign(object);
		}
		own(kind, Json.object(), object, options);
		if (options.dryRun()) {
			object.withObject("/metadata")
				.put("uid", java.util.UUID.randomUUID().toString())
				.put("creationTimestamp", Json.time(this.clock.instant()));
			return object;
		}
		return this.admission.created(kind, stored(kind, key, object));
	}

	private ObjectNode stored(Kind kind, Key key, ObjectNode object) {
		try {
			return this.store.create(key, object);
		}
		catch (StoreException ex) {
			throw ApiError.alreadyExists(kind, key.name(), false);
		}
	}

	/**
	 * Replaces an object by one made from its current state.
	 * @param change gets the current object and answers the wanted one
	 */
	ObjectNode update(Kind kind, Key key, Options options, java.util.function.UnaryOperator<ObjectNode> change) {
		while (true) {
			ObjectNode current = this.store.get(key).orElseThrow(() -> ApiError.notFound(kind, key.name()));
			ObjectNode wanted = prepare(kind, current, change.apply(current.deepCopy()), options);
			if (options.dryRun()) {
				return wanted;
			}
			try {
				return this.store.update(key, wanted, Json.version(current));
			}
			catch (StoreException ex) {
				if (ex.reason() == StoreException.Reason.NOT_FOUND) {
					throw ApiError.notFound(kind, key.name());
				}
			}
		}
	}

	private ObjectNode prepare(Kind kind, ObjectNode current, ObjectNode given, Options options) {
		ObjectNode wanted = given;
		String name = Json.name(current);
		checkVersion(kind, current, wanted);
		if (options.subresource().equals("status")) {
			ObjectNode only = current.deepCopy();
			if (wanted.has("status")) {
				only.set("status", wanted.get("status"));
			}
			else {
				only.remove("status");
			}
			if (wanted.path("metadata").has("managedFields")) {
				only.withObject("/metadata").set("managedFields", wanted.path("metadata").get("managedFields"));
			}
			wanted = only;
		}
		else if (kind.is("status")) {
			keepStatus(current, wanted);
		}
		carry(current, wanted);
		Defaults.apply(kind.resource(), wanted);
		if (kind.resource().equals("services")) {
			ServiceAddresses.keep(current, wanted);
		}
		this.admission.update(kind, current, wanted);
		require(kind, name, Validation.check(kind, current, wanted));
		own(kind, current, wanted, options);
		return wanted;
	}

	private static void checkVersion(Kind kind, ObjectNode current, ObjectNode wanted) {
		String version = Json.version(wanted);
		if (version.isEmpty() && kind.is("needsVersion")) {
			throw ApiError.invalid(kind.qualifiedPlural(), Json.name(current),
					List.of(Cause.invalid("metadata.resourceVersion", "0x0", "must be specified for an update")));
		}
		if (!version.isEmpty() && !version.equals(Json.version(current))) {
			throw ApiError.conflict(kind, Json.name(current),
					"the object has been modified; please apply your changes to the latest version and try again");
		}
	}

	private static void keepStatus(ObjectNode current, ObjectNode wanted) {
		if (current.has("status")) {
			wanted.set("status", current.get("status"));
		}
		else {
			wanted.remove("status");
		}
	}

	/** What an update cannot change and need not repeat. */
	private static void carry(ObjectNode current, ObjectNode wanted) {
		ObjectNode metadata = wanted.withObject("/metadata");
		JsonNode old = current.path("metadata");
		for (String field : Set.of("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation",
				"resourceVersion", "namespace", "generateName", "selfLink")) {
			if (old.has(field)) {
				metadata.set(field, old.get(field));
			}
			else {
				metadata.remove(field);
			}
		}
		for (String field : List.of("uid", "managedFields")) {
			if (!metadata.has(field) && old.has(field)) {
				metadata.set(field, old.get(field));
			}
		}
	}

	private void own(Kind kind, ObjectNode before, ObjectNode after, Options options) {
		if (options.manager() != null) {
			ManagedFields.recordUpdate(kind.type(), before, after, new ManagedFields.Writer(options.manager(),
					kind.apiVersion(), options.subresource(), this.clock.instant()));
		}
	}

	private static void require(Kind kind, String name, List<Cause> causes) {
		if (!causes.isEmpty()) {
			throw ApiError.invalid(kind.qualifiedKind(), name, new ArrayList<>(causes));
		}
	}

	private String suffix() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < SUFFIX_LENGTH; i++) {
			text.append(SUFFIX_LETTERS.charAt(this.random.nextInt(SUFFIX_LETTERS.length())));
		}
		return text.toString();
	}

	Clock clock() {
		return this.clock;
	}

}
