package dev.slipway.api.adapter;

import java.util.Map;

import dev.slipway.access.Actor;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the API's document says of every operation alike: how to sign in, what the common
 * parameters mean, which refusals there are.
 */
@Configuration(proxyBeanMethods = false)
class ApiDocs {

	private static final String PROBLEM = "#/components/schemas/Problem";

	/** Takes spans from the pods of this machine, without a token. */
	private static final String OPEN = "/api/v2/spans";

	private static final Map<String, String> PARAMETERS = Map.ofEntries(Map.entry("service", "The service's name"),
			Map.entry("environment", "The environment's name, such as dev"), Map.entry("number", "Counts from 1"),
			Map.entry("id", "The id, as a list or a Location gave it"), Map.entry("name", "The name"),
			Map.entry("limit", "The most entries of a page"), Map.entry("cursor", "nextCursor of the page before"),
			Map.entry("from", "The earliest time: ISO 8601, or now-15m"),
			Map.entry("to", "The latest time: ISO 8601, or now"), Map.entry("release", "The number of one release"),
			Map.entry("pod", "The name of one pod"), Map.entry("team", "Only what this team owns"),
			Map.entry("query", "What is searched for"), Map.entry("level", "Levels, separated by commas"),
			Map.entry("gate", "The gate's name within its strategy"),
			Map.entry("live", "Whether those under way are wanted, or those that ended; all when missing"),
			Map.entry("histogram", "Whether counts over time are wanted"),
			Map.entry("start", "An offset in bytes; a negative one counts from the end"),
			Map.entry("topic", "The path of a resource below /api/v1; everything when missing"),
			Map.entry("minDuration", "The least duration, such as 200ms; in Zipkin's API in microseconds"),
			Map.entry("maxDuration", "The greatest duration, such as 2s; in Zipkin's API in microseconds"),
			Map.entry("tags", "Tags of its spans, name=value or name alone, separated by commas"),
			Map.entry("window", "The time that is shown, such as 15m"),
			Map.entry("step", "The distance of the points, such as 5s"),
			Map.entry("over", "The time that a rate is taken over, such as 30s"),
			Map.entry("by", "Splits the series by labels, such as release, pod; separated by commas"),
			Map.entry("metric", "The metric's name; all when missing"), Map.entry("label", "The label's name"),
			Map.entry("show", "What is made of it: sum, avg, max, min, rate, increase, p50, p95 or p99"),
			Map.entry("where", "Conditions on labels, label=value, separated by commas"),
			Map.entry("serviceName", "The service's name"), Map.entry("spanName", "The name of a span"),
			Map.entry("annotationQuery", "Conditions on tags in Zipkin's syntax: error and http.method=GET"),
			Map.entry("endTs", "The latest time, in milliseconds since 1970"),
			Map.entry("lookback", "How far back from there, in milliseconds"),
			Map.entry("store", "logs, metrics or traces"), Map.entry("dryRun", "Whether it only says what it would do"),
			Map.entry("Slipway-Timestamp", "When it was signed, in seconds since 1970"),
			Map.entry("Slipway-Signature", "sha256= and the HMAC-SHA256 in hexadecimal digits"),
			Map.entry("If-Match", "The ETag of what is changed, as it was looked at"),
			Map.entry("pods", "keep, or stop to end the pods too"),
			Map.entry("delivery", "The id of a delivery, as the list of its channel gave it"),
			Map.entry(IdempotencyFilter.KEY, "Repeats with the same key and body get the first answer for a day"));

	static {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class);
	}

	@Bean
	OpenApiCustomizer sharedDocumentation() {
		return ApiDocs::complete;
	}

	private static void complete(OpenAPI api) {
		api.info(new Info().title("Slipway")
			.version("v1")
			.description(
					"Everything that the console shows and does. Errors are application/problem+json; fields names "
							+ "the faulty fields, remedy says what to do."));
		Components components = (api.getComponents() != null) ? api.getComponents() : new Components();
		components.addSchemas("Problem", problem());
		components.addSecuritySchemes("token",
				new SecurityScheme().type(SecurityScheme.Type.HTTP)
					.scheme("bearer")
					.description("A token of POST /api/v1/tokens, or of the file admin-token in the state directory"));
		api.components(components).addSecurityItem(new SecurityRequirement().addList("token"));
		api.getPaths()
			.forEach((path, item) -> item.readOperationsMap()
				.forEach((method, operation) -> complete(path, method, operation)));
	}

	private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
		boolean creates = method == PathItem.HttpMethod.POST && path.startsWith("/api/v1/");
		if (creates && !hasKey(operation)) {
			operation.addParametersItem(
					new HeaderParameter().name(IdempotencyFilter.KEY).schema(new StringSchema().maxLength(200)));
		}
		boolean named = false;
		boolean asked = operation.getRequestBody() != null;
		if (operation.getParameters() != null) {
			operation.getParameters().forEach(ApiDocs::describe);
			named = operation.getParameters().stream().anyMatch((parameter) -> "path".equals(parameter.getIn()));
			asked |= operation.getParameters().stream().anyMatch((parameter) -> "query".equals(parameter.getIn()));
		}
		if (!path.equals(OPEN)) {
			refusal(operation, "401", "No token, or one that is not known or has ended");
			refusal(operation, "403", "The caller's role, or the token's scope, does not allow it");
		}
		if (named) {
			refusal(operation, "404", "There is no such thing, or it belongs to a team that the caller is not in");
		}
		if (asked) {
			refusal(operation, "400", "The request cannot be read");
			refusal(operation, "422", "A field or parameter is wrong; fields names it");
		}
		if (creates) {
			refusal(operation, "409", "Something stands in the way; remedy says what to do");
		}
		refusal(operation, "500", "The platform is at fault; its log has the cause under errorId");
	}

	private static boolean hasKey(Operation operation) {
		return operation.getParameters() != null && operation.getParameters()
			.stream()
			.anyMatch((parameter) -> IdempotencyFilter.KEY.equals(parameter.getName()));
	}

	private static void describe(Parameter parameter) {
		if (parameter.getDescription() == null) {
			parameter.setDescription(PARAMETERS.get(parameter.getName()));
		}
	}

	private static void refusal(Operation operation, String status, String description) {
		ApiResponse known = operation.getResponses().get(status);
		ApiResponse refusal = (known != null && known.getDescription() != null && !known.getDescription().isBlank())
				? known : new ApiResponse().description(description);
		operation.getResponses()
			.addApiResponse(status, refusal.content(new Content().addMediaType("application/problem+json",
					new MediaType().schema(new Schema<>().$ref(PROBLEM)))));
	}

	private static Schema<?> problem() {
		return new ObjectSchema().description("What went wrong, as RFC 9457 has it")
			.addProperty("title", new StringSchema().description("The status in words"))
			.addProperty("status", new IntegerSchema().description("The status"))
			.addProperty("detail", new StringSchema().description("What went wrong"))
			.addProperty("fields",
					new ObjectSchema().additionalProperties(new StringSchema())
						.description("The faulty fields and what is wrong with each"))
			.addProperty("remedy", new StringSchema().description("What to do"))
			.addProperty("errorId", new StringSchema().description("Finds the cause in the platform's log; with 500"));
	}

}
