package dev.slipway.catalog.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The catalog on both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcCatalogTests {

	private final Catalog catalog;

	JdbcCatalogTests(Databases database) {
		this.catalog = new JdbcCatalog(Databases.client(database.fresh()));
	}

	@Test
	void keepsWhatWasAddedAndTheFirstOfAName() {
		Service orders = service("orders", "shop", "Takes orders");
		this.catalog.add(orders);
		this.catalog.add(service("orders", "thieves", "Takes all"));
		assertThat(this.catalog.find("orders")).contains(orders);
		assertThat(this.catalog.find("nothing")).isEmpty();
	}

	@Test
	void removesAndIgnoresUnknownNames() {
		this.catalog.add(service("orders", "shop", "Takes orders"));
		this.catalog.remove("orders");
		this.catalog.remove("orders");
		assertThat(this.catalog.find("orders")).isEmpty();
	}

	@Test
	void searchesNameTeamAndDescriptionAndTakesWildcardsLiterally() {
		this.catalog.add(service("orders", "shop", "Takes them"));
		this.catalog.add(service("stock", "warehouse", "Counts ORDERS at 100%"));
		this.catalog.add(service("pay", "orders-team", "Pays"));
		assertThat(names(this.catalog.search("Orders", "", "", 10))).containsExactly("orders", "pay", "stock");
		assertThat(names(this.catalog.search("100%", "", "", 10))).containsExactly("stock");
		assertThat(names(this.catalog.search("_", "", "", 10))).isEmpty();
		assertThat(names(this.catalog.search("", "shop", "", 10))).containsExactly("orders");
	}

	@Test
	void pagesByNameWithinTheTeams() {
		for (String name : List.of("e", "d", "c", "b", "a")) {
			this.catalog.add(service(name, name.equals("c") ? "hidden" : "t" + name, ""));
		}
		Set<String> teams = Set.of("ta", "tb", "td", "te");
		assertThat(names(this.catalog.search("", teams, "", 2))).containsExactly("a", "b");
		assertThat(names(this.catalog.search("", teams, "b", 2))).containsExactly("d", "e");
		assertThat(this.catalog.search("", Set.of(), "", 2)).isEmpty();
		assertThat(names(this.catalog.search("", "", "a", 2))).containsExactly("b", "c");
	}

	private static List<String> names(List<Service> services) {
		return services.stream().map(Service::name).toList();
	}

	private static Service service(String name, String team, String description) {
		return new Service(name, team, description, "tiny", "http://x/" + name, "ann",
				Instant.parse("2026-01-02T03:04:05.678Z"));
	}

}
