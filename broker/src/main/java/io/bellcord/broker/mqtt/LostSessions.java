package io.bellcord.broker.mqtt;

import io.moquette.broker.Server;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Sessions that Moquette keeps for nobody: where a channel ends while it writes its CONNACK, it forgets to remove the
 * session. Reached by reflection, as {@link SessionLoops}. Confined to one thread.
 */
final class LostSessions {
    /** How many sweeps a session may be without a client: it is being removed then. */
    private static final int PATIENCE = 10;

    private final Object registry;
    private final Map<?, ?> sessions;
    private final Method remove;
    private Map<Object, Integer> alone = Map.of();

    private LostSessions(Object registry) throws ReflectiveOperationException {
        this.registry = registry;
        sessions = (Map<?, ?>) inside(registry, "pool");
        remove = registry.getClass().getDeclaredMethod("remove", Class.forName("io.moquette.broker.Session"));
        remove.setAccessible(true);
    }

    static LostSessions of(Server moquette) {
        try {
            return new LostSessions(inside(moquette, "sessions"));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This is not the Moquette that Bellcord is made for", e);
        }
    }

    private static Object inside(Object owner, String field) throws ReflectiveOperationException {
        Field found = owner.getClass().getDeclaredField(field);
        found.setAccessible(true);
        return found.get(owner);
    }

    /** Removes those that were nobody's in the last sweeps; returns how many. */
    int sweep(Predicate<String> isConnected) {
        Map<Object, Integer> still = new HashMap<>();
        int removed = 0;
        for (Object id : sessions.keySet()) {
            if (!isConnected.test((String) id)) {
                int sweeps = alone.getOrDefault(id, 0) + 1;
                if (sweeps < PATIENCE) {
                    still.put(id, sweeps);
                } else {
                    removed += remove(sessions.get(id)) ? 1 : 0;
                }
            }
        }
        alone = still;
        return removed;
    }

    private boolean remove(Object session) {
        try {
            if (session != null) {
                remove.invoke(registry, session);
            }
            return session != null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Moquette did not remove a session", e);
        }
    }
}
