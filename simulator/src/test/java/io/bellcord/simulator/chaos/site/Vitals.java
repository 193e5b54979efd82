package io.bellcord.simulator.chaos.site;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Rss;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a JVM holds on to, asked of itself after a collection.
 *
 * @param heap bytes that are in use
 * @param direct bytes of buffers outside of the heap that the JDK counts
 * @param resident bytes of RAM that the process takes; what any library keeps outside of the heap is among them
 * @param files that are open, connections among them
 */
public record Vitals(long heap, long direct, long resident, long files) {
    private static final String DIRECT = "java.nio:type=BufferPool,name=direct";

    @SuppressWarnings("BanJNDI") // it is a process of ours
    static Vitals of(ProcessHandle process) {
        try {
            var machine = VirtualMachine.attach(Long.toString(process.pid()));
            try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
                return of(process, connector.getMBeanServerConnection());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | MalformedObjectNameException | IOException e) {
            throw new BenchFailed("the broker does not tell how it is: " + e);
        }
    }

    private static Vitals of(ProcessHandle process, MBeanServerConnection beans)
            throws IOException, MalformedObjectNameException {
        var memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        var direct = ManagementFactory.newPlatformMXBeanProxy(
                beans, new ObjectName(DIRECT).getCanonicalName(), BufferPoolMXBean.class);
        memory.gc();
        return new Vitals(
                memory.getHeapMemoryUsage().getUsed(),
                direct.getMemoryUsed(),
                Rss.of(process).orElse(0) * 1024,
                openFiles(process));
    }

    private static long openFiles(ProcessHandle process) throws IOException {
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.count();
        }
    }
}
