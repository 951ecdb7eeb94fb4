package dev.slipway.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AddressSlotTests {

	@Test
	void twoClustersHaveDifferentAddresses(@TempDir Path directory) throws Exception {
		try (AddressSlot one = AddressSlot.take(directory.resolve("one"));
				AddressSlot two = AddressSlot.take(directory.resolve("two"))) {
			assertThat(one.pods()).isNotEqualTo(two.pods());
			assertThat(one.services()).isNotEqualTo(two.services());
		}
	}

	@Test
	void theShareOfAStoppedClusterWhosePodsGoOnIsNotTaken(@TempDir Path directory) throws Exception {
		String left;
		try (AddressSlot stopped = AddressSlot.take(directory.resolve("stopped"))) {
			left = stopped.pods();
		}
		try (ServerSocket pod = new ServerSocket()) {
			pod.bind(new InetSocketAddress(InetAddress.getByName(left + "9.9"), 0));
			try (AddressSlot other = AddressSlot.take(directory.resolve("other"))) {
				assertThat(other.pods()).isNotEqualTo(left);
			}
		}
	}

}
