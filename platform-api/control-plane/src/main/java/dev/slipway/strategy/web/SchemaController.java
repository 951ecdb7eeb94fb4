package dev.slipway.strategy.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The schema that editors complete and check {@code slipway.yaml} by. */
@RestController
@RequestMapping("/api/v1/schemas")
@Tag(name = "Schemas")
class SchemaController {

	/**
	 * RFC 8259 is what all parsers read, whatever they think of the schema's own type.
	 */
	private static final String SCHEMA = "application/schema+json";

	@GetMapping(path = "/slipway.yaml", produces = SCHEMA)
	@Operation(summary = "The JSON Schema of slipway.yaml",
			description = "Draft 2020-12. Anybody may read it, so that editors can.")
	Resource slipwayYaml() {
		return new ClassPathResource("slipway.schema.json");
	}

}
