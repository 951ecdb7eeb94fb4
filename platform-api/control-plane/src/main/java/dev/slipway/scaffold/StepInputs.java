package dev.slipway.scaffold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Evaluates the conditions, loops and inputs of a template's steps. */
final class StepInputs {

	private final Expressions expressions;

	private final Map<String, @Nullable Object> parameters;

	StepInputs(Expressions expressions, Map<String, @Nullable Object> parameters) {
		this.expressions = expressions;
		this.parameters = parameters;
	}

	/**
	 * The turns of a step: none if its condition fails, several if it has {@code each}.
	 */
	List<Turn> turns(TemplateStep step) {
		String origin = "template.yaml (step " + step.id() + ")";
		List<Turn> turns = new ArrayList<>();
		for (Map<String, @Nullable Object> each : elements(step, origin)) {
			Map<String, Object> context = new LinkedHashMap<>();
			context.put("parameters", this.parameters);
			if (step.each() != null) {
				context.put("each", each);
			}
			if (step.condition() == null || truthy(condition(origin, step.condition(), context))) {
				turns.add(turn(step, origin, context));
			}
		}
		return turns;
	}

	private Turn turn(TemplateStep step, String origin, Map<String, Object> context) {
		Map<String, Object> input = new LinkedHashMap<>();
		step.input().forEach((key, value) -> {
			Object evaluated = evaluate(origin, value, context);
			if (evaluated != null) {
				input.put(key, evaluated);
			}
		});
		Map<String, @Nullable Object> values = new LinkedHashMap<>(this.parameters);
		if (input.get("values") instanceof Map<?, ?> given) {
			given.forEach((key, value) -> values.put(String.valueOf(key), value));
		}
		Map<String, Object> inFiles = new LinkedHashMap<>(context);
		inFiles.put("values", values);
		return new Turn(new Rendering.PlannedStep(step.id(), step.name(), step.action(), input), inFiles);
	}

	private List<Map<String, @Nullable Object>> elements(TemplateStep step, String origin) {
		if (step.each() == null) {
			return List.of(Map.of());
		}
		Object all = this.expressions.value(origin, step.each(), Map.of("parameters", this.parameters));
		List<Map<String, @Nullable Object>> elements = new ArrayList<>();
		if (all instanceof Map<?, ?> map) {
			map.forEach((key, value) -> elements.add(element(key, value)));
		}
		else if (all instanceof Collection<?> list) {
			list.forEach((value) -> elements.add(element(elements.size(), value)));
		}
		else {
			throw new TemplateBroken(origin, 0, "'each' gives no list and no map but " + all, null);
		}
		return elements;
	}

	private static Map<String, @Nullable Object> element(Object key, @Nullable Object value) {
		Map<String, @Nullable Object> element = new LinkedHashMap<>();
		element.put("key", key);
		element.put("value", value);
		return element;
	}

	private @Nullable Object condition(String origin, String condition, Map<String, Object> context) {
		return this.expressions.value(origin, condition.contains("${{") ? condition : "${{ " + condition + " }}",
				context);
	}

	private @Nullable Object evaluate(String origin, @Nullable Object value, Map<String, Object> context) {
		if (value instanceof String text) {
			return this.expressions.value(origin, text, context);
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> evaluated = new LinkedHashMap<>();
			map.forEach((key, element) -> evaluated.put(String.valueOf(key), evaluate(origin, element, context)));
			return evaluated;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> evaluated = new ArrayList<>();
			list.forEach((element) -> evaluated.add(evaluate(origin, element, context)));
			return evaluated;
		}
		return value;
	}

	/** Whether a value counts as true: as in JavaScript, but {@code "false"} does not. */
	static boolean truthy(@Nullable Object value) {
		if (value instanceof Boolean bool) {
			return bool;
		}
		if (value instanceof String text) {
			return !text.isBlank() && !text.trim().equals("false");
		}
		if (value instanceof Number number) {
			return number.doubleValue() != 0;
		}
		if (value instanceof Collection<?> list) {
			return !list.isEmpty();
		}
		return value != null;
	}

	/**
	 * One turn of a step.
	 *
	 * @param planned the step with its input evaluated
	 * @param context what expressions in files see
	 */
	record Turn(Rendering.PlannedStep planned, Map<String, Object> context) {
	}

}
