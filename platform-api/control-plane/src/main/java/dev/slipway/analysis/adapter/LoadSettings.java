package dev.slipway.analysis.adapter;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the platform may send requests of its own to releases.
 *
 * @param environments by their names; none by default
 * @param maxRate the most requests a second for both releases, of all gates together
 */
@ConfigurationProperties("slipway.gates.load")
record LoadSettings(@DefaultValue List<String> environments, @DefaultValue("50") double maxRate) {

	LoadSettings {
		environments = List.copyOf(environments);
	}

}
