package dev.slipway.cluster.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.api.schema.Field;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;

/**
 * Reads the protobuf bodies that kubectl sends for {@code create}: the envelope
 * {@code k8s\0} with apiVersion and kind, then the object, by the numbers of the type
 * table. A field the table does not have is refused, never dropped.
 */
final class ProtobufReader {

	/**
	 * Fields whose zero means zero; elsewhere Go writes a zero for what was not set.
	 */
	private static final Set<String> ZERO_COUNTS = Set.of("replicas", "parallelism", "completions", "backoffLimit",
			"terminationGracePeriodSeconds", "gracePeriodSeconds", "automountServiceAccountToken", "minReplicas",
			"allowPrivilegeEscalation", "readOnlyRootFilesystem", "runAsUser", "runAsNonRoot", "suspend",
			"revisionHistoryLimit", "ttlSecondsAfterFinished", "enableServiceLinks");

	private static final byte[] MAGIC = { 'k', '8', 's', 0 };

	private ProtobufReader() {
	}

	/**
	 * Reads a body.
	 * @throws IllegalArgumentException for what it cannot read
	 */
	static ObjectNode read(byte[] body) {
		if (body.length < 4 || !java.util.Arrays.equals(body, 0, 4, MAGIC, 0, 4)) {
			throw new IllegalArgumentException("no k8s envelope");
		}
		Map<Integer, ByteBuffer> envelope = new LinkedHashMap<>();
		new Wire(ByteBuffer.wrap(body, 4, body.length - 4).slice())
			.each((number, wire) -> envelope.put(number, wire.bytes()));
		Map<Integer, String> meta = new LinkedHashMap<>();
		new Wire(envelope.getOrDefault(1, ByteBuffer.allocate(0)))
			.each((number, wire) -> meta.put(number, text(wire.bytes())));
		String apiVersion = meta.getOrDefault(1, "");
		String kind = meta.getOrDefault(2, "");
		ObjectNode object = struct(type(apiVersion, kind), envelope.getOrDefault(2, ByteBuffer.allocate(0)));
		return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind).setAll(object);
	}

	private static Type type(String apiVersion, String kind) {
		return switch (kind) {
			case "DeleteOptions" -> Schema.get().type("meta.v1.DeleteOptions");
			case "Scale" -> Schema.get().type("autoscaling.v1.Scale");
			case "TokenRequest" -> Schema.get().type("authentication.v1.TokenRequest");
			case "Eviction" -> Schema.get().type("policy.v1.Eviction");
			case "Binding" -> Schema.get().type("core.v1.Binding");
			default -> Kinds.get()
				.ofObject(apiVersion, kind)
				.map(Kind::type)
				.orElseThrow(() -> new IllegalArgumentException("no kind " + kind + " in " + apiVersion));
		};
	}

	private static ObjectNode struct(Type type, ByteBuffer bytes) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		new Wire(bytes).each((number, wire) -> {
			Field field = type.wire().get(number);
			if (field == null) {
				throw new IllegalArgumentException("field " + number + " of " + type.name() + " is unknown");
			}
			if (field.inline()) {
				object.setAll(struct(Schema.get().type(field.type()), wire.bytes()));
			}
			else {
				value(object, field, wire);
			}
		});
		return object;
	}

	private static void value(ObjectNode object, Field field, Wire wire) {
		switch (field.shape()) {
			case ONE -> one(object, field.name(), field, wire);
			case LIST -> {
				ObjectNode holder = object.objectNode();
				one(holder, "v", field, wire);
				object.withArray("/" + field.name()).add(holder.get("v"));
			}
			case MAP -> {
				ObjectNode entry = object.objectNode();
				String[] key = { "" };
				new Wire(wire.bytes()).each((number, inner) -> {
					if (number == 1) {
						key[0] = text(inner.bytes());
					}
					else {
						one(entry, "v", field, inner);
					}
				});
				ObjectNode map = (object.get(field.name()) instanceof ObjectNode present) ? present
						: object.putObject(field.name());
				map.set(key[0], entry.has("v") ? entry.get("v") : entry.textNode(""));
			}
		}
	}

	private static void one(ObjectNode into, String name, Field field, Wire wire) {
		switch (field.type()) {
			case "string" -> {
				String text = text(wire.bytes());
				if (!text.isEmpty() || field.shape() != Field.Shape.ONE) {
					into.put(name, text);
				}
			}
			case "bytes" -> into.put(name, Base64.getEncoder().encodeToString(array(wire.bytes())));
			case "bool", "int32", "int64" -> number(into, name, field, wire.varint());
			case "double" -> into.put(name, Double.longBitsToDouble(wire.varint()));
			case "time" -> time(into, name, wire.bytes(), "yyyy-MM-dd'T'HH:mm:ss'Z'");
			case "microtime" -> time(into, name, wire.bytes(), "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
			case "quantity" -> new Wire(wire.bytes()).each((number, inner) -> into.put(name, text(inner.bytes())));
			case "intOrString" -> intOrString(into, name, wire.bytes());
			case "any" -> raw(into, name, wire.bytes());
			default -> into.set(name, struct(Schema.get().type(field.type()), wire.bytes()));
		}
	}

	private static void number(ObjectNode into, String name, Field field, long value) {
		if (value == 0 && field.shape() == Field.Shape.ONE && !ZERO_COUNTS.contains(name)) {
			return;
		}
		switch (field.type()) {
			case "bool" -> into.put(name, value != 0);
			case "int32" -> into.put(name, (int) value);
			default -> into.put(name, value);
		}
	}

	private static void raw(ObjectNode into, String name, ByteBuffer bytes) {
		into.putObject(name);
		if (bytes.hasRemaining()) {
			throw new IllegalArgumentException("cannot read " + name);
		}
	}

	private static void time(ObjectNode into, String name, ByteBuffer bytes, String pattern) {
		long[] parts = { Long.MIN_VALUE, 0 };
		new Wire(bytes).each((number, inner) -> parts[number - 1] = inner.varint());
		if (parts[0] != Long.MIN_VALUE) {
			into.put(name,
					DateTimeFormatter.ofPattern(pattern)
						.withZone(java.time.ZoneOffset.UTC)
						.format(Instant.ofEpochSecond(parts[0], parts[1])));
		}
	}

	private static void intOrString(ObjectNode into, String name, ByteBuffer bytes) {
		long[] type = { 0 };
		long[] number = { 0 };
		String[] text = { "" };
		new Wire(bytes).each((field, inner) -> {
			switch (field) {
				case 1 -> type[0] = inner.varint();
				case 2 -> number[0] = inner.varint();
				default -> text[0] = text(inner.bytes());
			}
		});
		if (type[0] == 0) {
			into.put(name, (int) number[0]);
		}
		else {
			into.put(name, text[0]);
		}
	}

	private static byte[] array(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	private static String text(ByteBuffer buffer) {
		return new String(array(buffer), StandardCharsets.UTF_8);
	}

	/** One field's value as it lies on the wire, or a message to walk through. */
	private static final class Wire {

		private final ByteBuffer buffer;

		private long number;

		Wire(ByteBuffer buffer) {
			this.buffer = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
		}

		interface Visitor {

			void field(int number, Wire value);

		}

		void each(Visitor visitor) {
			while (this.buffer.hasRemaining()) {
				long tag = read();
				Wire value;
				switch ((int) (tag & 7)) {
					case 0 -> {
						value = new Wire(ByteBuffer.allocate(0));
						value.number = read();
					}
					case 1 -> {
						value = new Wire(ByteBuffer.allocate(0));
						value.number = this.buffer.getLong();
					}
					case 2 -> {
						int length = (int) read();
						if (length < 0 || length > this.buffer.remaining()) {
							throw new IllegalArgumentException("a length leads out of the body");
						}
						value = new Wire(this.buffer.slice(this.buffer.position(), length));
						this.buffer.position(this.buffer.position() + length);
					}
					default -> throw new IllegalArgumentException("wire type " + (tag & 7));
				}
				visitor.field((int) (tag >>> 3), value);
			}
		}

		private long read() {
			long result = 0;
			for (int shift = 0; shift < 64 && this.buffer.hasRemaining(); shift += 7) {
				byte next = this.buffer.get();
				result |= (long) (next & 0x7f) << shift;
				if (next >= 0) {
					return result;
				}
			}
			throw new IllegalArgumentException("a number is cut off");
		}

		long varint() {
			return this.number;
		}

		ByteBuffer bytes() {
			return this.buffer;
		}

	}

}
