-- Where a provider publishes its keys is an administrator's word; when they were read last is nobody's.
select audit_table('provider_jwks', 'key address', 'url', noise => 'read_at,failing_since,problem,read_next');
