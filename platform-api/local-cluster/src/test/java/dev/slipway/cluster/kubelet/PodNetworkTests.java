package dev.slipway.cluster.kubelet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PodNetworkTests {

	@Test
	void anAddressIsNotUsedAgainSoonAlsoAfterARestart(@TempDir Path directory) throws Exception {
		PodNetwork network = new PodNetwork("127.62.", directory.resolve("last"));
		assertThat(network.allocate()).isEqualTo("127.62.0.2");
		network.release("127.62.0.2");
		assertThat(network.allocate()).isEqualTo("127.62.0.3");
		assertThat(new PodNetwork("127.62.", directory.resolve("last")).allocate()).isEqualTo("127.62.0.4");
	}

	@Test
	void addressesOfAdoptedPodsAndOfForeignProgramsAreLeftOut(@TempDir Path directory) throws Exception {
		PodNetwork network = new PodNetwork("127.63.", directory.resolve("last"));
		network.keep("127.63.0.2");
		try (ServerSocket foreign = new ServerSocket()) {
			foreign.bind(new InetSocketAddress(InetAddress.getByName("127.63.0.3"), 0));
			assertThat(network.allocate()).isEqualTo("127.63.0.4");
		}
	}

}
