package dev.slipway.scaffold.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.scaffold.CodeNames;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The filters for names and for quoting: {@code pascal}, {@code camel}, {@code kebab},
 * {@code snake}, {@code constant}, {@code javaPackage}, {@code packagePath}; {@code json}
 * (a quoted JSON value, good in YAML too), {@code java} (the inside of a Java string) and
 * {@code xml} (text or attribute).
 */
class CodeFilters extends AbstractExtension {

	static final String CAPTURE = "slipway_capture";

	static final String HOLDER = "slipway_holder";

	private static final ObjectMapper JSON = new ObjectMapper();

	@Override
	public Map<String, Filter> getFilters() {
		Map<String, Filter> filters = new HashMap<>();
		filters.put("pascal", text(CodeNames::pascal));
		filters.put("camel", text(CodeNames::camel));
		filters.put("kebab", text(CodeNames::kebab));
		filters.put("snake", text(CodeNames::snake));
		filters.put("constant", text(CodeNames::constant));
		filters.put("javaPackage", text(CodeNames::javaPackage));
		filters.put("packagePath", text(CodeNames::packagePath));
		filters.put("xml", text(CodeFilters::xml));
		filters.put("java", text((value) -> json(value).replaceAll("^\"|\"$", "")));
		filters.put("json", new Function(CodeFilters::json));
		filters.put(CAPTURE, new Capture());
		return filters;
	}

	private static Filter text(UnaryOperator<String> operator) {
		return new Function((value) -> operator.apply((value != null) ? value.toString() : ""));
	}

	private static String json(@Nullable Object value) {
		try {
			return JSON.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("no JSON can be made of " + value, ex);
		}
	}

	private static String xml(String value) {
		return value.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&apos;");
	}

	/** Where the value of a single expression is put, with its type. */
	static final class Holder {

		@Nullable Object value;

	}

	private record Function(java.util.function.Function<@Nullable Object, Object> function) implements Filter {

		@Override
		public Object apply(@Nullable Object input, Map<String, Object> args, PebbleTemplate self,
				EvaluationContext context, int line) {
			return this.function.apply(input);
		}

		@Override
		public @Nullable List<String> getArgumentNames() {
			return null;
		}

	}

	private static final class Capture implements Filter {

		@Override
		public Object apply(@Nullable Object input, Map<String, Object> args, PebbleTemplate self,
				EvaluationContext context, int line) {
			((Holder) context.getVariable(HOLDER)).value = input;
			return "";
		}

		@Override
		public @Nullable List<String> getArgumentNames() {
			return null;
		}

	}

}
