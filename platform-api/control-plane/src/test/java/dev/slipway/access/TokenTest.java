package dev.slipway.access;

import java.time.Instant;
import java.util.Set;

import dev.slipway.access.Token.Kind;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a token is good for. */
@NullUnmarked
class TokenTest {

	@ParameterizedTest
	@CsvSource({ "BUILD,services/orders/builds/3,true", "BUILD,services/orders/builds/3/inputs,true",
			"BUILD,services/orders/builds/3/inputs/Approve/proceed,false",
			"BUILD,services/orders/builds/3/inputs/Approve/abort,false",
			"API,services/orders/builds/3/inputs/A/proceed,true",
			"BUILD,services/orders/environments/prod/releases/1/approve,false",
			"BUILD,services/orders/environments/prod/releases/1/refuse,false", "BUILD,services/orders2/builds,false",
			"BUILD,services/orders,true" })
	void aBuildAgreesToNothing(Kind kind, String path, boolean covered) {
		Actor actor = new Actor("orders #3", Role.DEVELOPER, Set.of("shop"));
		Token token = new Token("t", kind, "build", null, actor, "services/orders", Instant.EPOCH, null, null);
		assertThat(token.covers(path)).isEqualTo(covered);
	}

}
