// Generated from the OpenAPI document by `npm run generate -w @belfry/sdk`. Do not edit.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this process should be sent requests */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this process should be sent requests */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/chaos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What goes wrong on the whole network */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxChaos"];
                    };
                };
            };
        };
        /** Set what goes wrong; a seed begins all draws anew, so that the same messages meet the same faults */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        chaos: unknown;
                        seed?: string;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxChaos"];
                    };
                };
            };
        };
        post?: never;
        /** Nothing goes wrong any more, on the network or on any handset */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxChaos"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What time it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxClock"];
                    };
                };
            };
        };
        put?: never;
        /** Move the virtual clock; answers when all that became due has been handled */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: date-time */
                        set: string;
                    } | {
                        /** Format: duration */
                        advance: string;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxClock"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/handsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The handsets that were sent anything, the latest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Handset"][];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/handsets/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say who holds a handset, what goes wrong on the way to it, and by which secret it knows webhooks */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    address: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        chaos?: unknown;
                        /** @description A name, or {"name", …} with its settings. */
                        persona?: unknown;
                        secret?: string | null;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Handset"];
                    };
                };
            };
        };
        post?: never;
        /** A person again, to whom everything gets through; what was sent stays on record */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    address: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Handset"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/handsets/{address}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer from a handset */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    address: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxMessage"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What Belfry sent, oldest first */
        get: {
            parameters: {
                query?: {
                    channel?: "sms" | "email" | "push" | "webhook";
                    /** @description all: also what people sent. */
                    direction?: "outbound" | "all";
                    limit?: number;
                    since?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxMessage"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A browser that takes pushes: what it would give to a page */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        applicationServerKey?: string;
                        label: string;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SandboxPushSubscription"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List attempts that ended badly and that nothing tries again, newest first */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description Those that ended with it.
                     * @example vendor.http-400
                     */
                    code?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description All of them where it is absent. */
                    state?: "open" | "replayed" | "discarded" | "recovered";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /**
                                 * Format: date-time
                                 * @example 2026-11-20T09:00:00Z
                                 */
                                at: string;
                                /** @description As in the timeline of its occurrence. */
                                attemptId: string;
                                channel: string;
                                code: string | null;
                                discardReason: string | null;
                                /** @description Opaque. */
                                id: string;
                                /** @description Opaque. */
                                occurrenceId: string;
                                /** @description Opaque. */
                                personId: string;
                                personName: string | null;
                                reason: string | null;
                                resolvedAt: string | null;
                                resolvedBy: string | null;
                                /** @description Opaque. */
                                scheduleId: string;
                                /**
                                 * @description `recovered`: the message arrived after all.
                                 * @enum {string}
                                 */
                                state: "open" | "replayed" | "discarded" | "recovered";
                                /** @description The person's. */
                                timeZone: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that nothing is to be done about it */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        discardReason?: string | null;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @example 2026-11-20T09:00:00Z
                             */
                            at: string;
                            /** @description As in the timeline of its occurrence. */
                            attemptId: string;
                            channel: string;
                            code: string | null;
                            discardReason: string | null;
                            /** @description Opaque. */
                            id: string;
                            /** @description Opaque. */
                            occurrenceId: string;
                            /** @description Opaque. */
                            personId: string;
                            personName: string | null;
                            reason: string | null;
                            resolvedAt: string | null;
                            resolvedBy: string | null;
                            /** @description Opaque. */
                            scheduleId: string;
                            /**
                             * @description `recovered`: the message arrived after all.
                             * @enum {string}
                             */
                            state: "open" | "replayed" | "discarded" | "recovered";
                            /** @description The person's. */
                            timeZone: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the contact anew, at once and with the data of now */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @example 2026-11-20T09:00:00Z
                             */
                            at: string;
                            /** @description As in the timeline of its occurrence. */
                            attemptId: string;
                            channel: string;
                            code: string | null;
                            discardReason: string | null;
                            /** @description Opaque. */
                            id: string;
                            /** @description Opaque. */
                            occurrenceId: string;
                            /** @description Opaque. */
                            personId: string;
                            personName: string | null;
                            reason: string | null;
                            resolvedAt: string | null;
                            resolvedBy: string | null;
                            /** @description Opaque. */
                            scheduleId: string;
                            /**
                             * @description `recovered`: the message arrived after all.
                             * @enum {string}
                             */
                            state: "open" | "replayed" | "discarded" | "recovered";
                            /** @description The person's. */
                            timeZone: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that nothing is to be done about those that are open, newest first, as many as `limit` says */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description Those that ended with it.
                     * @example vendor.http-400
                     */
                    code?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description Those that had ended by then; what fails meanwhile is left alone. */
                    until?: string;
                };
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description For whoever looks later. */
                        discardReason: string;
                    };
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResolvedDeadLetters"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count those that wait for somebody, by how they ended */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenDeadLetters"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the contacts of those that are open anew, newest first, as many as `limit` says */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description Those that ended with it.
                     * @example vendor.http-400
                     */
                    code?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description Those that had ended by then; what fails meanwhile is left alone. */
                    until?: string;
                };
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResolvedDeadLetters"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is in order, and what to do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Findings"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find events, in order of time */
        get: {
            parameters: {
                query?: {
                    /** @example booking-12 */
                    correlationId?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    from?: string;
                    limit?: number;
                    /** @description Not included. */
                    to?: string;
                    /** @example CA7f3a */
                    traceId?: string;
                    /** @example objective.captured */
                    type?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Event"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Write down an event */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewEvent"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AppendedEvent"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down many events of any traces, all or none, in the order given */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewEvents"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["AppendedEvent"][];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the occasions, first those that everybody has */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["GreetingKind"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Add an occasion: which date it follows, and how often it comes */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewGreetingKind"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingKind"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/kinds/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an occasion */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example name-day */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingKind"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Take an occasion away, and its greetings and words with it; a usual one can only be disabled */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    /** @example name-day */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RemovedGreetingKind"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an occasion; it holds from everybody’s next greeting on */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    /** @example name-day */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GreetingKindPatch"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingKindChange"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/greetings/lateness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read by how much a day’s greetings were late: a histogram, and p50 and p99 beside the promise */
        get: {
            parameters: {
                query?: {
                    /** @description As it is called locally, in each zone. Absent: today in UTC. */
                    date?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingLateness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what one person wants otherwise */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PersonGreetingSettings"];
                    };
                };
            };
        };
        /** Set what one person wants otherwise; it holds from their next greeting on */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PersonGreetingSettingsEdit"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PersonGreetingSettingsChange"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a day’s greetings: of each time zone what is planned, gone and late, earliest first */
        get: {
            parameters: {
                query?: {
                    /** @description As it is called locally, in each zone. Absent: today in UTC. */
                    date?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingPlan"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show words that have not been saved as a person would get them */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GreetingDraft"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PreviewedGreeting"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what holds for all greetings */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingSettings"];
                    };
                };
            };
        };
        /** Set what holds for all greetings; the first time, people with a birthday or an anniversary begin to have them */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GreetingSettingsEdit"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingSettingsChange"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the templates, by kind and language */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["GreetingTemplate"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Add the words of a kind in a language; they hold from the next greeting on */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewGreetingTemplate"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingTemplate"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a template */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingTemplate"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Take a template away */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a template */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GreetingTemplatePatch"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingTemplate"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/greetings/templates/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show it as a person would get it */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GreetingPreview"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PreviewedGreeting"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/greetings/year": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how many have something to be greeted for on each day of a year, by their dates as they are now */
        get: {
            parameters: {
                query?: {
                    /** @description Absent: this year in UTC. */
                    year?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GreetingYear"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holiday-calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List holiday calendars by name */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["HolidayCalendar"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Save a holiday calendar; a name that exists keeps its id and gets the new days */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewHolidayCalendar"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HolidayCalendar"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holiday-calendars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a holiday calendar */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HolidayCalendar"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a holiday calendar that no schedule names */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who this key or session is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List occurrences by due time, latest first or soonest first
         * @description A page that a filter thins out may hold fewer than `limit`, or none, and still have a `nextCursor`: go on until it is null.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of schedules that this system keeps, such as greetings. */
                    author?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description The local date that it was planned for. */
                    day?: string;
                    /** @description Due at or after it. */
                    from?: string;
                    /** @description Of schedules of this kind. */
                    kind?: string;
                    /** @description true: only what went out more than a minute after it could first leave. */
                    late?: "true" | "false";
                    limit?: number;
                    /** @description By due time; `asc` is soonest first. */
                    order?: "asc" | "desc";
                    personId?: string;
                    scheduleId?: string;
                    /** @description Given several times: any of them. */
                    state?: ("planned" | "due" | "open" | "acknowledged" | "completed" | "snoozed" | "exhausted" | "cancelled" | "skipped" | "missed" | "failed")[];
                    /** @description Due before it; `now` is by Belfry's clock, and what is due at that instant belongs to it. */
                    to?: "now" | string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Occurrence"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an occurrence */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Occurrence"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it was seen; nothing of it goes out any more, unless the policy pages again */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActedOccurrence"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call it off; nothing of it goes out any more */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActedOccurrence"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that it is done; nothing of it goes out any more. A reminder for once is finished by it */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActedOccurrence"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave this one out; nothing of it goes out any more */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActedOccurrence"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop what is under way; the policy begins anew at the chosen time */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Snooze"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActedOccurrence"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/occurrences/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, and what would happen next, in order of time */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Timeline"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List people, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Whatever the year. */
                    anniversary?: string;
                    /** @description Whatever the year. */
                    birthday?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    externalId?: string;
                    limit?: number;
                    locale?: string;
                    /** @description A whole externalId or address; or, where nobody has it, the beginnings of words of a name, in any order and whatever the accents; or else, among the newest 200,000, part of a name or of one of these. */
                    q?: string;
                    timeZone?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Person"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Add a person */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPerson"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a person */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a person: nothing leaves for them any more; the record stays, and they can be restored */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PersonChange"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Edit a person: what is absent stays, null clears; nothing leaves for a removed contact point any more */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PersonPatch"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PersonChange"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/people/{id}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger of consent: opt-outs of a person’s addresses, and who agreed to be asked; newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["ConsentEvent"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has been due for a person, latest first */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Occurrence"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the messages of a person’s inbox, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description Only those that have not been read. */
                    unread?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: {
                                /**
                                 * Format: date-time
                                 * @example 2026-11-20T09:00:00Z
                                 */
                                at: string;
                                /** @description Opaque. */
                                id: string;
                                /** @description Opaque. */
                                occurrenceId: string;
                                readAt: string | null;
                                subject: string;
                                text: string;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/inbox/{messageId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a message was read, which answers nothing */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                    messageId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @example 2026-11-20T09:00:00Z
                             */
                            at: string;
                            /** @description Opaque. */
                            id: string;
                            /** @description Opaque. */
                            occurrenceId: string;
                            readAt: string | null;
                            subject: string;
                            text: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who stands by a person, in the order in which they are asked */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Relationship"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Say who stands by a person, and as what */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRelationship"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Relationship"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/relationships/{relationshipId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a relationship */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    relationshipId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Relationship"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** End a relationship: this person is not asked any more */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                    relationshipId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelationshipChange"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Edit a relationship; each change of consent is kept in the ledger */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                    relationshipId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RelationshipPatch"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RelationshipChange"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/people/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a removed person back */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is to come for a person, soonest first */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["UpcomingOccurrence"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read all people as CSV, as an import takes it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add people from a CSV file (text/csv), all in one commit, or change them; rows that cannot be taken are reported and hold up none of the others */
        post: {
            parameters: {
                query?: {
                    /** @description Does all of it, and keeps the report alone. */
                    dryRun?: "true" | "false";
                    /** @description What becomes of a row whose person is there already, by the `id` of an export or by `externalId`, or else by email. Changed is what a row holds: cells that are empty change nothing, and the first address of a channel takes the place of the person’s first. */
                    existing?: "reject" | "update";
                    /** @description By which its progress can be read while it lasts; absent: one of ours. */
                    id?: string;
                };
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List imports, newest first; which rows were rejected says each by itself */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Import"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far an import has come */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/imports/{id}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read every rejected row and why, as CSV */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playground": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the playground is, and who lives there */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playground"];
                    };
                };
            };
        };
        put?: never;
        /** Start the playground, or join it; the answer comes at once and GET tells how far it is */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playground"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playground/kill-engine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** kill -9 the process of the engine; another one is started soon after */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playground"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playground/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A fresh scene, with a new database */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playground"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/playground/tally": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the engine decided against what the phone network took */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlaygroundTally"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List policies by name */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Policy"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Save a policy, or a new version of the one with this name */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPolicy"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the newest version of a policy */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a policy that no schedule uses; what is under way keeps its version */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a policy does if nobody answers: every contact with its time, and what stands in its way */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SimulationRequest"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Simulation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a policy, newest first; those of a deleted one too */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["PolicyVersion"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one version of a policy */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    version: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PolicyVersion"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same for a policy that has not been saved */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DraftSimulationRequest"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Simulation"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/push/public-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that a browser subscribes to web push with (applicationServerKey) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description base64url */
                            publicKey: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List schedules, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Those that a system keeps, such as greetings; absent: those that were made. */
                    author?: string;
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    /** @description Those that leave its days out. */
                    holidayCalendarId?: string;
                    limit?: number;
                    personId?: string;
                    policyId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Schedule"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a schedule */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSchedule"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Schedule"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a schedule */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Schedule"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a schedule, and close what is open of it */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeletedSchedule"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Edit a schedule */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ScheduleChanges"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettledSchedule"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/schedules/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a schedule for good, and close what is open of it as done */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettledSchedule"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a schedule: nothing fires, nothing is missed, and what is open is closed */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettledSchedule"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next instants, in both clocks */
        get: {
            parameters: {
                query?: {
                    count?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SchedulePreview"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a schedule from now on; nothing is made up for */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettledSchedule"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same for a schedule that has not been created; nothing is kept */
        post: {
            parameters: {
                query?: {
                    count?: number;
                };
                header?: {
                    /** @description A repetition within 24 hours gets the first answer and has no second effect. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSchedule"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SchedulePreview"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what holds for all of the people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change them; once delivery is disabled and this has answered, nothing leaves any more */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.
                     * @example "3"
                     */
                    "If-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsEdit"];
                };
            };
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EditedSettings"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hear of changes as server-sent events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/traces/{traceId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A trace in its order */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    fromSequence?: number;
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @example CA7f3a */
                    traceId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Event"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs a human, whoever has waited longest first
         * @description What waits for an answer or had none, however old it is, and what failed or was missed within seven days. A message without a policy that is under way waits for nobody.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of each state. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Waiting"][];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is due soon and would reach nobody as things stand, soonest first */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description Whose reminders. */
                    personId?: string;
                    /** @description How far ahead; 24 hours where absent, 36 at the most. */
                    within?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A page may hold fewer than `limit`, or none, and still have a `nextCursor`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            data: components["schemas"]["Warning"][];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The secret that this organisation’s webhooks are signed with, by Standard Webhooks */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A problem (RFC 9457); decide by its `code`. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A problem (RFC 9457); decide by its `code`. */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example whsec_… */
                            secret: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActedOccurrence: {
            /** @description The system that keeps its schedule and writes its words, such as greetings; null: whoever made it. */
            author: string | null;
            closedAt: string | null;
            /** @description Calls that were under way and had not ended in time; empty means that nothing leaves any more. */
            couldNotStop: {
                address: string;
                attemptId: string;
                channel: string;
                /** @description Opaque. */
                personId: string;
            }[];
            /** @description False where it had been done before. */
            didChange: boolean;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            dueAt: string;
            firedAt: string | null;
            /** @description Opaque. */
            id: string;
            kind: string;
            localTime: string | null;
            /** @description What was done, for people. */
            message: string;
            /** @description Opaque. */
            personId: string;
            personName: string;
            /** @description Once it has begun, the policy it keeps, whatever its schedule has now. */
            policyId: string | null;
            /** @description The version that it keeps; null before it has begun, which it does with the newest. */
            policyVersion: number | null;
            /** @description Opaque. */
            scheduleId: string;
            /** @description The occurrence's nominal identity within its schedule. */
            slot: string;
            /** @description When a snoozed one fires again. */
            snoozedUntil: string | null;
            /** @enum {string} */
            state: "planned" | "due" | "open" | "acknowledged" | "completed" | "snoozed" | "exhausted" | "cancelled" | "skipped" | "missed" | "failed";
            /** @example Asia/Phnom_Penh */
            timeZone: string;
            title: string;
        };
        AppendedEvent: {
            id: string;
            /** @description false: it was there already, at this place. */
            isNew: boolean;
            /** @description From 1 within its trace, without a gap. */
            sequence: number;
            traceId: string;
        };
        CallUnderWay: {
            address: string;
            attemptId: string;
            channel: string;
            /** @description Opaque. */
            occurrenceId: string;
            /** @description Opaque. */
            personId: string;
        };
        ConsentEvent: {
            actor: {
                id: string;
                name: string;
                /** @enum {string} */
                type: "key" | "user" | "person";
                via: string;
            };
            address: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            at: string;
            channel: string | null;
            evidence: string | null;
            /** @description Opaque. */
            id: string;
            /** @enum {string} */
            kind: "opted-out" | "opted-in" | "requested" | "granted" | "withdrawn";
            personId: string | null;
            relationshipId: string | null;
        };
        DeletedSchedule: {
            couldNotStop: components["schemas"]["CallUnderWay"][];
            /** @description Opaque. */
            id: string;
        };
        DraftPolicy: {
            /** @description Told, beside the person, when nobody answered; a person alone by any channel. */
            fallback?: ({
                /** @description In order of preference; the first that reaches the person is taken, the next where it fails. */
                channels: ("sms" | "email" | "push" | "inbox" | "webhook")[];
                person: "self" | string;
            } | ("self" | string)) | null;
            name?: string;
            /**
             * @description For an attempt whose end nobody knows and that no look-up can settle.
             * @default again
             * @enum {string}
             */
            onUnknown?: "again" | "ask";
            /**
             * Format: duration
             * @description How long after the last contact an answer is still waited for.
             */
            patience?: string;
            /** @description Acknowledged and not completed for so long, at least PT1M: it begins anew. */
            repageAfter?: string | null;
            steps: {
                /**
                 * Format: duration
                 * @description Since the occurrence fired.
                 */
                after: string;
                /** @description In place of the usual words. */
                message?: string | null;
                /** @description The step again, until the next step comes. */
                repeat?: {
                    /**
                     * Format: duration
                     * @description At least PT1M.
                     */
                    every: string;
                    times: number;
                } | null;
                targets: {
                    /** @description In order of preference; the first that reaches the person is taken, the next where it fails. */
                    channels: ("sms" | "email" | "push" | "inbox" | "webhook")[];
                    person: "self" | string;
                }[];
            }[];
        };
        DraftSimulationRequest: {
            /**
             * Format: date-time
             * @description When it would fire; absent: now.
             */
            at?: string;
            /**
             * @default medium
             * @enum {string}
             */
            importance?: "low" | "medium" | "high" | "critical";
            /**
             * Format: uuid
             * @description Whose reminder it would be.
             */
            personId: string;
            policy: components["schemas"]["DraftPolicy"];
        };
        EditedSettings: {
            /** @description Calls that were under way when delivery was disabled and had not ended in time. */
            couldNotStop: {
                address: string;
                attemptId: string;
                channel: string;
                /** @description Opaque. */
                occurrenceId: string;
                /** @description Opaque. */
                personId: string;
            }[];
            /**
             * @description disabled: nothing is sent to anybody; everything is recorded, as suppressed.
             * @enum {string}
             */
            delivery: "active" | "disabled";
            /** @description At most so many messages a second, by channel; what is over it waits, and holds up nobody else. A channel that is absent: any number. */
            ratesPerSecond: {
                [key: string]: number;
            };
            /** @description At most so many contacts of low or medium importance for one person in an hour; null: any number. */
            throttlePerHour: number | null;
            /** @description Counts edits; the ETag. */
            version: number;
        };
        Event: {
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            at: string;
            causationId: string | null;
            correlationId: string | null;
            id: string;
            payload: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When it was written down, in real time.
             * @example 2026-11-20T09:00:00Z
             */
            recordedAt: string;
            sequence: number;
            traceId: string;
            type: string;
            version: number;
        };
        Findings: {
            findings: {
                about: string;
                found: string;
                /** @enum {string} */
                level: "ok" | "advice" | "problem";
                /** @description What to do about it. */
                todo?: string;
            }[];
        };
        GreetingDraft: {
            /**
             * Format: date
             * @description Of the greeting; absent: the person’s next.
             */
            date?: string;
            /** @example name-day */
            kind: string;
            /** Format: uuid */
            personId: string;
            /** @description Liquid; for channels that have one. */
            subject: string;
            /** @description Liquid. */
            text: string;
        };
        GreetingKind: {
            enabled: boolean;
            /** @description Which date of a person it follows: birthDate, anniversaryDate, or one of their other dates. */
            field: string;
            name: string;
            /**
             * @description Every year from the date’s own on, or in that alone.
             * @enum {string}
             */
            recurrence: "annual" | "once";
            /** @description null: that of the settings. */
            sendTime: string | null;
            /** @description As people read it; a template can name it. */
            title: string;
            /** @description Liquid: what is sent where there are no templates of yours. */
            usualWords: {
                locale: string;
                subject: string;
                text: string;
            }[];
            /** @description Counts edits; the ETag. */
            version: number;
        };
        GreetingKindChange: {
            /** @description Calls that had left before the change could stop them. */
            couldNotStop: components["schemas"]["CallUnderWay"][];
            enabled: boolean;
            /** @description Which date of a person it follows: birthDate, anniversaryDate, or one of their other dates. */
            field: string;
            name: string;
            /**
             * @description Every year from the date’s own on, or in that alone.
             * @enum {string}
             */
            recurrence: "annual" | "once";
            /** @description null: that of the settings. */
            sendTime: string | null;
            /** @description As people read it; a template can name it. */
            title: string;
            /** @description Liquid: what is sent where there are no templates of yours. */
            usualWords: {
                locale: string;
                subject: string;
                text: string;
            }[];
            /** @description Counts edits; the ETag. */
            version: number;
        };
        GreetingKindPatch: {
            enabled?: boolean;
            /** @description Which date of a person it follows: birthDate, anniversaryDate, or one of their other dates. */
            field?: string;
            /**
             * @description Every year from the date’s own on, or in that alone.
             * @enum {string}
             */
            recurrence?: "annual" | "once";
            /** @description null: that of the settings. */
            sendTime?: string | null;
            /** @description As people read it; a template can name it. */
            title?: string;
        };
        GreetingLateness: {
            /** @description Each from above the bound of the one before it; those without any too. */
            buckets: {
                count: number;
                /** @description Its bound is part of it. null: whatever is later. */
                upToSeconds: number | null;
            }[];
            /** @description What has gone. Missed, failed and withheld greetings were never late and are not among them. */
            count: number;
            /**
             * Format: date
             * @example 1950-02-28
             */
            date: string;
            /** @description null where nothing has gone. */
            mostSeconds: number | null;
            /** @description Of them, those taken within `promiseSeconds` of when they could first leave. */
            onTime: number;
            /** @description null where nothing has gone. */
            p50Seconds: number | null;
            /** @description null where nothing has gone. */
            p99Seconds: number | null;
            promiseSeconds: number;
        };
        GreetingPlan: {
            /**
             * Format: date
             * @example 1950-02-28
             */
            date: string;
            /** @description Further ahead than what is planned: counted by people’s dates. */
            foreseen: boolean;
            total: {
                failed: number;
                /** @description Taken up; what was late, missed or failed is among them. */
                gone: number;
                /** @description Taken more than a minute after they could first leave. */
                late: number;
                missed: number;
                /** @description Still to come, or due and not yet taken up. */
                planned: number;
                /** @description On purpose, such as an address that has had the same greeting this year. */
                withheld: number;
            };
            zones: {
                failed: number;
                /** @description Taken up; what was late, missed or failed is among them. */
                gone: number;
                /** @description Taken more than a minute after they could first leave. */
                late: number;
                missed: number;
                /** @description Still to come, or due and not yet taken up. */
                planned: number;
                sends: {
                    /**
                     * Format: date-time
                     * @example 2026-11-20T09:00:00Z
                     */
                    at: string;
                    failed: number;
                    /** @description Taken up; what was late, missed or failed is among them. */
                    gone: number;
                    kind: string;
                    /** @description Taken more than a minute after they could first leave. */
                    late: number;
                    localTime: string;
                    missed: number;
                    /** @description Still to come, or due and not yet taken up. */
                    planned: number;
                    /** @description On purpose, such as an address that has had the same greeting this year. */
                    withheld: number;
                }[];
                /** @example Asia/Phnom_Penh */
                timeZone: string;
                /** @description On purpose, such as an address that has had the same greeting this year. */
                withheld: number;
            }[];
        };
        GreetingPreview: {
            /**
             * Format: date
             * @description Of the greeting; absent: the person’s next.
             */
            date?: string;
            /** Format: uuid */
            personId: string;
        };
        GreetingSettings: {
            enabled: boolean;
            /**
             * Format: duration
             * @example PT15M
             */
            lateLimit: string;
            /**
             * @description Where somebody was born on 29 February: which day of a common year it is.
             * @enum {string}
             */
            leapDay: "february-28" | "march-1";
            /**
             * @description A greeting of which nobody knows whether it went out is sent again, or left to a person among the dead letters.
             * @enum {string}
             */
            onUnknown: "again" | "ask";
            /** @description A change that has not reached everybody yet; null where none is under way. */
            reaching: {
                /** @description How many people it has reached. */
                done: number;
            } | null;
            /** @example 09:00:00 */
            sendTime: string;
            /** @description Counts edits, 0 before the first; the ETag. */
            version: number;
        };
        GreetingSettingsChange: {
            /** @description Calls that had left before the change could stop them. */
            couldNotStop: components["schemas"]["CallUnderWay"][];
            enabled: boolean;
            /**
             * Format: duration
             * @example PT15M
             */
            lateLimit: string;
            /**
             * @description Where somebody was born on 29 February: which day of a common year it is.
             * @enum {string}
             */
            leapDay: "february-28" | "march-1";
            /**
             * @description A greeting of which nobody knows whether it went out is sent again, or left to a person among the dead letters.
             * @enum {string}
             */
            onUnknown: "again" | "ask";
            /** @description A change that has not reached everybody yet; null where none is under way. */
            reaching: {
                /** @description How many people it has reached. */
                done: number;
            } | null;
            /** @example 09:00:00 */
            sendTime: string;
            /** @description Counts edits, 0 before the first; the ETag. */
            version: number;
        };
        GreetingSettingsEdit: {
            /**
             * @description false: nobody is greeted.
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: duration
             * @description What is later than that is missed.
             */
            lateLimit?: string;
            /**
             * @description Where somebody was born on 29 February: which day of a common year it is.
             * @default february-28
             * @enum {string}
             */
            leapDay?: "february-28" | "march-1";
            /**
             * @description A greeting of which nobody knows whether it went out is sent again, or left to a person among the dead letters.
             * @default again
             * @enum {string}
             */
            onUnknown?: "again" | "ask";
            /**
             * @description Of each person’s own zone.
             * @default 09:00
             * @example 09:00
             */
            sendTime?: string;
        };
        GreetingTemplate: {
            /** @description Opaque. */
            id: string;
            kind: string;
            locale: string;
            subject: string;
            text: string;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            updatedAt: string;
            /** @description Counts edits; the ETag. */
            version: number;
        };
        GreetingTemplatePatch: {
            /** @description Liquid; for channels that have one. */
            subject?: string;
            /** @description Liquid. */
            text?: string;
        };
        GreetingYear: {
            /** @description Of the days on which there is somebody, in their order. */
            days: {
                /**
                 * Format: date
                 * @example 1950-02-28
                 */
                date: string;
                /** @description How many, by the names of the kinds. */
                kinds: {
                    [key: string]: number;
                };
                total: number;
            }[];
            year: number;
        };
        Handset: {
            address: string;
            /** @enum {string} */
            channel: "sms" | "email" | "push" | "webhook";
            /** @description By fault: a whole number (the next so many), a fraction (a probability) or {"probability": 0 to 1}. Faults: slow, reset, serverError, tooManyRequests, refuse, refuseInBody, acceptThenHang, acceptThenReset, acceptThenServerError, acceptThenGarble, dropCallbacks, duplicateCallbacks, reorderCallbacks, delayCallbacks, forgeCallbacks. Details: retryAfterSeconds, callbackDelay, slowMs. */
            chaos: {
                [key: string]: unknown;
            };
            hasSecret: boolean;
            isOptedOut: boolean;
            label: string | null;
            lastMessageAt: string | null;
            persona: string;
            personaSettings: {
                [key: string]: unknown;
            };
            /** @constant */
            simulated: true;
        };
        HolidayCalendar: {
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            days: {
                /**
                 * Format: date
                 * @example 1950-02-28
                 */
                date: string;
                name: string;
            }[];
            /** @description Opaque. */
            id: string;
            /**
             * Format: date
             * @description The last of its days. What an iCalendar repeats is laid out ten years ahead; save it again by then.
             * @example 1950-02-28
             */
            knownUntil: string;
            name: string;
            /** @description Counts changes of the days. */
            version: number;
        };
        Import: {
            /** @description Of a dry run: would have been added. */
            added: number;
            /** @description Of its header, as they were understood. */
            columns: string[];
            dryRun: boolean;
            /**
             * @description What becomes of a row whose person is there already, by the `id` of an export or by `externalId`, or else by email. Changed is what a row holds: cells that are empty change nothing, and the first address of a channel takes the place of the person’s first.
             * @enum {string}
             */
            existing: "reject" | "update";
            firstRejections: {
                cells: string[];
                /** @description null: about the row as a whole. */
                column: string | null;
                /** @description Of the file, 1 being its header. */
                line: number;
                reason: string;
            }[];
            /** @description Opaque. */
            id: string;
            /** @description Of `updated`, those still to be changed; it runs until there are none. */
            pending: number;
            /** @description Why it failed; nothing of it was kept then. */
            problem: string | null;
            rejected: number;
            /** @description Every rejected row and why, as CSV. */
            rejectionsUrl: string;
            /** @description Read so far, without the header. */
            rows: number;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            startedAt: string;
            /** @enum {string} */
            state: "running" | "done" | "failed";
            /** @description Who are as their rows say already. */
            unchanged: number;
            /** @description Of those who are there already; of a dry run: would have been. */
            updated: number;
            /** @description It runs, and has not begun: other imports go first, one of an organisation at a time, with all that they change. */
            waiting: boolean;
        };
        Me: {
            actor: {
                /** @description Opaque. */
                id: string;
                name: string;
                /** @enum {string} */
                type: "key" | "user";
            };
            /** @enum {string} */
            channels: "sandbox" | "live";
            clock: {
                /** @enum {string} */
                mode: "system" | "virtual";
                /**
                 * Format: date-time
                 * @example 2026-11-20T09:00:00Z
                 */
                now: string;
            };
            organisation: {
                /** @description Opaque. */
                id: string;
                name: string;
            };
            version: string;
        };
        NewEvent: {
            /** @description When it happened; absent: now. */
            at?: string | null;
            /** @description The id of the event that led to it. */
            causationId?: string | null;
            /** @description What it belongs to beyond its trace. */
            correlationId?: string | null;
            /** @description By which a repetition is known; unique within the trace. */
            id?: string | null;
            /** @default {} */
            payload?: {
                [key: string]: unknown;
            };
            /** @example CA7f3a */
            traceId: string;
            /** @example objective.captured */
            type: string;
            /**
             * @description Of the shape of the payload.
             * @default 1
             */
            version?: number;
        };
        NewEvents: {
            events: components["schemas"]["NewEvent"][];
        };
        NewGreetingKind: {
            /** @default true */
            enabled?: boolean;
            /** @description Which date of a person it follows: birthDate, anniversaryDate, or one of their other dates. */
            field: string;
            /** @example name-day */
            name: string;
            /**
             * @description Every year from the date’s own on, or in that alone.
             * @default annual
             * @enum {string}
             */
            recurrence?: "annual" | "once";
            /**
             * @description null: that of the settings.
             * @default null
             */
            sendTime?: string | null;
            /** @description As people read it; a template can name it. */
            title: string;
        };
        NewGreetingTemplate: {
            /** @example name-day */
            kind: string;
            /** @default en */
            locale?: string;
            /** @description Liquid; for channels that have one. */
            subject: string;
            /** @description Liquid. */
            text: string;
        };
        NewHolidayCalendar: {
            days?: {
                /** Format: date */
                date: string;
                name: string;
            }[];
            /** @description An iCalendar, instead of days. */
            ics?: string;
            name: string;
        };
        NewPerson: {
            anniversaryDate?: string | null;
            birthDate?: string | null;
            city?: string | null;
            contactPoints?: ({
                /** @description E.164 for sms, an email address for email. */
                address: string;
                /** @enum {string} */
                channel: "sms" | "email";
            } | {
                /** @default inbox */
                address?: string;
                /** @constant */
                channel: "inbox";
            } | {
                /** @description The endpoint of a push subscription. */
                address: string;
                /** @constant */
                channel: "push";
                keys: {
                    auth: string | "••••••••";
                    p256dh: string;
                };
            } | {
                /** @description https; http://localhost in the sandbox. */
                address: string;
                /**
                 * @default {
                 *       "type": "none"
                 *     }
                 */
                auth?: {
                    /** @constant */
                    type: "none";
                } | {
                    /** @description Answered as ••••••••; sent back like that, it stays what it was. */
                    token: string;
                    /** @constant */
                    type: "bearer";
                } | {
                    /** @description Answered as ••••••••; sent back like that, it stays what it was. */
                    password: string;
                    /** @constant */
                    type: "basic";
                    username: string;
                } | {
                    name: string;
                    /** @constant */
                    type: "header";
                    /** @description Answered as ••••••••; sent back like that, it stays what it was. */
                    value: string;
                };
                /** @constant */
                channel: "webhook";
                /**
                 * @default POST
                 * @enum {string}
                 */
                method?: "POST" | "PUT";
                /** @default 10000 */
                timeoutMs?: number;
            })[];
            country?: string | null;
            /** @description Other dates, by names of yours, which annual rules and greetings may follow. */
            dates?: {
                [key: string]: string;
            };
            externalId?: string | null;
            firstName?: string | null;
            lastName?: string | null;
            /** @default en */
            locale?: string;
            name?: string | null;
            quietHours?: {
                /** @example 22:00 */
                end: string;
                /** @example 22:00 */
                start: string;
            } | null;
            timeZone: string;
        };
        NewPolicy: {
            /** @description Told, beside the person, when nobody answered; a person alone by any channel. */
            fallback?: ({
                /** @description In order of preference; the first that reaches the person is taken, the next where it fails. */
                channels: ("sms" | "email" | "push" | "inbox" | "webhook")[];
                person: "self" | string;
            } | ("self" | string)) | null;
            name: string;
            /**
             * @description For an attempt whose end nobody knows and that no look-up can settle.
             * @default again
             * @enum {string}
             */
            onUnknown?: "again" | "ask";
            /**
             * Format: duration
             * @description How long after the last contact an answer is still waited for.
             */
            patience?: string;
            /** @description Acknowledged and not completed for so long, at least PT1M: it begins anew. */
            repageAfter?: string | null;
            steps: {
                /**
                 * Format: duration
                 * @description Since the occurrence fired.
                 */
                after: string;
                /** @description In place of the usual words. */
                message?: string | null;
                /** @description The step again, until the next step comes. */
                repeat?: {
                    /**
                     * Format: duration
                     * @description At least PT1M.
                     */
                    every: string;
                    times: number;
                } | null;
                targets: {
                    /** @description In order of preference; the first that reaches the person is taken, the next where it fails. */
                    channels: ("sms" | "email" | "push" | "inbox" | "webhook")[];
                    person: "self" | string;
                }[];
            }[];
        };
        NewRelationship: {
            /**
             * @description Only with `granted` a role resolves to them.
             * @default pending
             * @enum {string}
             */
            consent?: "pending" | "granted" | "withdrawn";
            /** @description Words of yours: what this person may do and see. */
            permissions?: string[];
            /**
             * Format: uuid
             * @description Who stands by the person of the address.
             */
            personId: string;
            /** @description 1 is asked first; absent: after all others. */
            priority?: number | null;
            /**
             * @description What they are shown: the title alone, or all.
             * @default title
             * @enum {string}
             */
            privacy?: "title" | "all";
            role: string;
        };
        NewSchedule: {
            body?: string | null;
            /**
             * @default medium
             * @enum {string}
             */
            importance?: "low" | "medium" | "high" | "critical";
            /**
             * @description A word of the caller's, such as reminder, birthday or dose.
             * @default reminder
             */
            kind?: string;
            /** Format: duration */
            lateLimit?: string;
            /** @description Required by rules that name no time of their own. */
            localTime?: string;
            /** Format: uuid */
            personId: string;
            /** @description Absent: one message on the person's preferred channel. */
            policyId?: string | null;
            rule: {
                /** Format: date-time */
                at?: string;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * Format: date
                 * @description Instead of at: with localTime, in the zone that counts.
                 */
                localDate?: string;
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /** @constant */
                type: "once";
            } | {
                /**
                 * @description 29 February where the year has none: the 28th, 1 March, or not at all. Default: clamp.
                 * @enum {string}
                 */
                clamp?: "clamp" | "next" | "skip";
                /** @description In so many years at most, that of the date being the first. */
                count?: number;
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * @description birthDate, anniversaryDate, or one of the person’s other dates.
                 * @example birthDate
                 */
                field: string;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /** @description Asked for, moved or edited after its time on the day itself it still fires, at once; on no later day. */
                sameDay?: boolean;
                /** @constant */
                type: "annual";
            } | {
                /**
                 * @description A 29th, 30th or 31st that a month lacks: its last day, or none. Default: clamp.
                 * @enum {string}
                 */
                clamp?: "clamp" | "skip";
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /**
                 * @description RFC 5545, without DTSTART.
                 * @example FREQ=DAILY
                 */
                rrule: string;
                /**
                 * Format: date
                 * @description From here INTERVAL and COUNT are counted; absent: the local date on which the schedule was created.
                 */
                startDate?: string;
                /** @constant */
                type: "rrule";
            } | {
                /**
                 * Format: date-time
                 * @description The first of them; all others are whole intervals away from it.
                 */
                anchor: string;
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * Format: duration
                 * @description Elapsed time, at least PT1M; a day is 24 hours.
                 */
                interval: string;
                /** @constant */
                type: "every";
            } | {
                /**
                 * @description Minute, hour, day of the month, month, day of the week.
                 * @example 0 9 * * 1-5
                 */
                cron: string;
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /**
                 * Format: date
                 * @description From here INTERVAL and COUNT are counted; absent: the local date on which the schedule was created.
                 */
                startDate?: string;
                /** @constant */
                type: "cron";
            };
            timeZone?: "person" | string;
            title: string;
        };
        Occurrence: {
            /** @description The system that keeps its schedule and writes its words, such as greetings; null: whoever made it. */
            author: string | null;
            closedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            dueAt: string;
            firedAt: string | null;
            /** @description Opaque. */
            id: string;
            kind: string;
            localTime: string | null;
            /** @description Opaque. */
            personId: string;
            personName: string;
            /** @description Once it has begun, the policy it keeps, whatever its schedule has now. */
            policyId: string | null;
            /** @description The version that it keeps; null before it has begun, which it does with the newest. */
            policyVersion: number | null;
            /** @description Opaque. */
            scheduleId: string;
            /** @description The occurrence's nominal identity within its schedule. */
            slot: string;
            /** @description When a snoozed one fires again. */
            snoozedUntil: string | null;
            /** @enum {string} */
            state: "planned" | "due" | "open" | "acknowledged" | "completed" | "snoozed" | "exhausted" | "cancelled" | "skipped" | "missed" | "failed";
            /** @example Asia/Phnom_Penh */
            timeZone: string;
            title: string;
        };
        OpenDeadLetters: {
            /** @description Most first. */
            codes: {
                code: string | null;
                count: number;
            }[];
        };
        Person: {
            anniversaryDate: string | null;
            birthDate: string | null;
            city: string | null;
            contactPoints: {
                address: string;
                auth?: {
                    name?: string;
                    password?: string;
                    token?: string;
                    /** @enum {string} */
                    type: "none" | "bearer" | "basic" | "header";
                    username?: string;
                    value?: string;
                };
                /** @enum {string} */
                channel: "sms" | "email" | "push" | "inbox" | "webhook";
                /** @description It said STOP; nothing goes there until it says START. */
                isOptedOut: boolean;
                keys?: {
                    auth: string;
                    p256dh: string;
                };
                /** @enum {string} */
                method?: "POST" | "PUT";
                timeoutMs?: number;
            }[];
            country: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            dates: {
                [key: string]: string;
            };
            externalId: string | null;
            firstName: string | null;
            /** @description Opaque. */
            id: string;
            lastName: string | null;
            locale: string;
            name: string;
            quietHours: {
                end: string;
                start: string;
            } | null;
            /** @example Asia/Phnom_Penh */
            timeZone: string;
            /** @description Counts edits; the ETag is made of it. */
            version: number;
        };
        PersonChange: {
            anniversaryDate: string | null;
            birthDate: string | null;
            city: string | null;
            contactPoints: {
                address: string;
                auth?: {
                    name?: string;
                    password?: string;
                    token?: string;
                    /** @enum {string} */
                    type: "none" | "bearer" | "basic" | "header";
                    username?: string;
                    value?: string;
                };
                /** @enum {string} */
                channel: "sms" | "email" | "push" | "inbox" | "webhook";
                /** @description It said STOP; nothing goes there until it says START. */
                isOptedOut: boolean;
                keys?: {
                    auth: string;
                    p256dh: string;
                };
                /** @enum {string} */
                method?: "POST" | "PUT";
                timeoutMs?: number;
            }[];
            couldNotStop: {
                address: string;
                attemptId: string;
                channel: string;
                /** @description Opaque. */
                occurrenceId: string;
                /** @description Opaque. */
                personId: string;
            }[];
            country: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            dates: {
                [key: string]: string;
            };
            externalId: string | null;
            firstName: string | null;
            /** @description Opaque. */
            id: string;
            lastName: string | null;
            locale: string;
            name: string;
            quietHours: {
                end: string;
                start: string;
            } | null;
            /** @example Asia/Phnom_Penh */
            timeZone: string;
            /** @description Counts edits; the ETag is made of it. */
            version: number;
        };
        PersonGreetingSettings: {
            leapDay: ("february-28" | "march-1") | null;
            /** @description Is not greeted at all. */
            muted: boolean;
            /** @description null: the kind’s, or that of the settings. */
            sendTime: string | null;
            /** @description Counts edits, 0 before the first; the ETag. */
            version: number;
        };
        PersonGreetingSettingsChange: {
            /** @description Calls that had left before the change could stop them. */
            couldNotStop: components["schemas"]["CallUnderWay"][];
            leapDay: ("february-28" | "march-1") | null;
            /** @description Is not greeted at all. */
            muted: boolean;
            /** @description null: the kind’s, or that of the settings. */
            sendTime: string | null;
            /** @description Counts edits, 0 before the first; the ETag. */
            version: number;
        };
        PersonGreetingSettingsEdit: {
            /** @default null */
            leapDay?: ("february-28" | "march-1") | null;
            /**
             * @description Is not greeted at all.
             * @default false
             */
            muted?: boolean;
            /**
             * @description null: the kind’s, or that of the settings.
             * @default null
             */
            sendTime?: string | null;
        };
        PersonPatch: {
            anniversaryDate?: string | null;
            birthDate?: string | null;
            city?: string | null;
            contactPoints?: ({
                /** @description E.164 for sms, an email address for email. */
                address: string;
                /** @enum {string} */
                channel: "sms" | "email";
            } | {
                /** @default inbox */
                address?: string;
                /** @constant */
                channel: "inbox";
            } | {
                /** @description The endpoint of a push subscription. */
                address: string;
                /** @constant */
                channel: "push";
                keys: {
                    auth: string | "••••••••";
                    p256dh: string;
                };
            } | {
                /** @description https; http://localhost in the sandbox. */
                address: string;
                /**
                 * @default {
                 *       "type": "none"
                 *     }
                 */
                auth?: {
                    /** @constant */
                    type: "none";
                } | {
                    /** @description Answered as ••••••••; sent back like that, it stays what it was. */
                    token: string;
                    /** @constant */
                    type: "bearer";
                } | {
                    /** @description Answered as ••••••••; sent back like that, it stays what it was. */
                    password: string;
                    /** @constant */
                    type: "basic";
                    username: string;
                } | {
                    name: string;
                    /** @constant */
                    type: "header";
                    /** @description Answered as ••••••••; sent back like that, it stays what it was. */
                    value: string;
                };
                /** @constant */
                channel: "webhook";
                /**
                 * @default POST
                 * @enum {string}
                 */
                method?: "POST" | "PUT";
                /** @default 10000 */
                timeoutMs?: number;
            })[];
            country?: string | null;
            /** @description Replaces them all. */
            dates?: {
                [key: string]: string;
            };
            externalId?: string | null;
            firstName?: string | null;
            lastName?: string | null;
            locale?: string;
            name?: string | null;
            quietHours?: {
                /** @example 22:00 */
                end: string;
                /** @example 22:00 */
                start: string;
            } | null;
            timeZone?: string;
        };
        Playground: {
            /** @description While it starts, in this order. */
            doing: ("database" | "programs" | "household") | null;
            /** @enum {string} */
            engine: "starting" | "running" | "dead";
            engineKills: number;
            /** @enum {string} */
            phase: "idle" | "starting" | "ready" | "failed";
            problem: string | null;
            scene: {
                household: {
                    daughter: {
                        address: string;
                        name: string;
                        personId: string;
                        timeZone: string;
                    };
                    grandmother: {
                        address: string;
                        name: string;
                        personId: string;
                        timeZone: string;
                    };
                    neighbour: {
                        address: string;
                        name: string;
                        personId: string;
                        timeZone: string;
                    };
                    policyId: string;
                };
                /** @description Opens /playground/… of this scene and nothing else. */
                key: string;
                number: number;
            } | null;
            /** @constant */
            simulated: true;
        };
        PlaygroundTally: {
            callbacks: number;
            /** @description What the clock has passed without a fate. */
            lost: number;
            messages: number;
            repeatedCallbacks: number;
            /** @description Messages beyond the first for one attempt. */
            twice: number;
            underWay: number;
        };
        Policy: {
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            fallback: {
                channels: string[];
                person: string;
            } | null;
            /** @description Opaque. */
            id: string;
            name: string;
            /** @enum {string} */
            onUnknown: "again" | "ask";
            /**
             * Format: duration
             * @example PT15M
             */
            patience: string;
            repageAfter: string | null;
            steps: {
                /**
                 * Format: duration
                 * @example PT15M
                 */
                after: string;
                message: string | null;
                repeat: {
                    /**
                     * Format: duration
                     * @example PT15M
                     */
                    every: string;
                    times: number;
                } | null;
                targets: {
                    channels: string[];
                    person: string;
                }[];
            }[];
            version: number;
            /** @description What would reach nobody as things stand. */
            warnings: components["schemas"]["PolicyWarning"][];
        };
        PolicyVersion: {
            /**
             * Format: date-time
             * @description When this version was saved.
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            fallback: {
                channels: string[];
                person: string;
            } | null;
            /** @description Opaque. */
            id: string;
            name: string;
            /** @description How many still run by it; one keeps the version it began with. */
            occurrencesUnderWay: number;
            /** @enum {string} */
            onUnknown: "again" | "ask";
            /**
             * Format: duration
             * @example PT15M
             */
            patience: string;
            repageAfter: string | null;
            steps: {
                /**
                 * Format: duration
                 * @example PT15M
                 */
                after: string;
                message: string | null;
                repeat: {
                    /**
                     * Format: duration
                     * @example PT15M
                     */
                    every: string;
                    times: number;
                } | null;
                targets: {
                    channels: string[];
                    person: string;
                }[];
            }[];
            version: number;
        };
        PolicyWarning: {
            message: string;
            /** @example steps.0.targets.1.person */
            path: string;
        };
        PreviewedGreeting: {
            date: string;
            subject: string;
            text: string;
            years: number;
        };
        Problem: {
            /**
             * @description Stable, `area.reason`.
             * @example request.invalid
             */
            code: string;
            detail: string;
            /** @description What is wrong with which part of the request. */
            errors?: {
                message: string;
                /** @example contactPoints.0.address */
                path: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            /**
             * Format: uri
             * @example urn:belfry:problem:request.invalid
             */
            type: string;
        };
        Readiness: {
            checks: {
                detail?: string;
                /** @description How long the check took. */
                latencyMs: number;
                name: string;
                ok: boolean;
            }[];
            /** @enum {string} */
            status: "ready" | "failing" | "draining";
        };
        Relationship: {
            /** @enum {string} */
            consent: "pending" | "granted" | "withdrawn";
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            /** @description Whose caregiver, daughter or neighbour it is. */
            forPersonId: string;
            /** @description Opaque. */
            id: string;
            permissions: string[];
            /** @description Opaque. */
            personId: string;
            personName: string;
            priority: number;
            /** @enum {string} */
            privacy: "title" | "all";
            role: string;
            version: number;
        };
        RelationshipChange: {
            /** @enum {string} */
            consent: "pending" | "granted" | "withdrawn";
            couldNotStop: {
                address: string;
                attemptId: string;
                channel: string;
                /** @description Opaque. */
                occurrenceId: string;
                /** @description Opaque. */
                personId: string;
            }[];
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            /** @description Whose caregiver, daughter or neighbour it is. */
            forPersonId: string;
            /** @description Opaque. */
            id: string;
            permissions: string[];
            /** @description Opaque. */
            personId: string;
            personName: string;
            priority: number;
            /** @enum {string} */
            privacy: "title" | "all";
            role: string;
            version: number;
        };
        RelationshipPatch: {
            /** @enum {string} */
            consent?: "pending" | "granted" | "withdrawn";
            /** @description Words of yours: what this person may do and see. */
            permissions?: string[];
            /** @description 1 is asked first. */
            priority?: number;
            /** @enum {string} */
            privacy?: "title" | "all";
            role?: string;
        };
        RemovedGreetingKind: {
            /** @description Calls that had left before the change could stop them. */
            couldNotStop: components["schemas"]["CallUnderWay"][];
            name: string;
        };
        ResolvedDeadLetters: {
            /** @description null behind the last; until then, ask again with it. */
            nextCursor: string | null;
            refused: {
                code: string;
                detail: string;
                /** @description Opaque. */
                id: string;
            }[];
            resolved: number;
        };
        SandboxChaos: {
            /** @description By fault: a whole number (the next so many), a fraction (a probability) or {"probability": 0 to 1}. Faults: slow, reset, serverError, tooManyRequests, refuse, refuseInBody, acceptThenHang, acceptThenReset, acceptThenServerError, acceptThenGarble, dropCallbacks, duplicateCallbacks, reorderCallbacks, delayCallbacks, forgeCallbacks. Details: retryAfterSeconds, callbackDelay, slowMs. */
            chaos: {
                [key: string]: unknown;
            };
            seed: string;
            /** @constant */
            simulated: true;
        };
        SandboxClock: {
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            now: string;
            /** @constant */
            simulated: true;
        };
        SandboxMessage: {
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            at: string;
            body: string;
            /** @enum {string} */
            channel: "sms" | "email" | "push" | "webhook";
            /** @enum {string} */
            direction: "outbound" | "inbound" | "answer";
            errorCode: number | null;
            faults: string[];
            from: string;
            headers: {
                [key: string]: string;
            } | null;
            html: string | null;
            id: string;
            inReplyTo: string | null;
            method: string | null;
            occurrenceId: string | null;
            optOutType: string | null;
            payload: string | null;
            providerId: string;
            /** @constant */
            simulated: true;
            status: string;
            subject: string | null;
            to: string;
        };
        SandboxPushSubscription: {
            endpoint: string;
            keys: {
                auth: string;
                p256dh: string;
            };
            /** @constant */
            simulated: true;
        };
        Schedule: {
            /** @description The system that keeps it and writes its words, such as greetings; null: whoever made it. */
            author: string | null;
            body: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            /** @description Opaque. */
            id: string;
            /** @enum {string} */
            importance: "low" | "medium" | "high" | "critical";
            kind: string;
            /**
             * Format: duration
             * @example PT15M
             */
            lateLimit: string;
            localTime: string | null;
            nextAt: string | null;
            /** @description Opaque. */
            personId: string;
            personName: string;
            policyId: string | null;
            rule: {
                /** @enum {string} */
                type: "once" | "annual" | "rrule" | "every" | "cron";
            } & {
                [key: string]: unknown;
            };
            /**
             * @description finished: ended by somebody, or nothing more will come. An annual one without its date is active.
             * @enum {string}
             */
            state: "active" | "paused" | "finished";
            /** @description "person" or an IANA zone. */
            timeZone: string;
            title: string;
            /** @description Counts edits; the ETag. */
            version: number;
            /**
             * @description The zone that counts today.
             * @example Asia/Phnom_Penh
             */
            zone: string;
        };
        ScheduleChanges: {
            body?: string | null;
            /** @enum {string} */
            importance?: "low" | "medium" | "high" | "critical";
            /** @description A word of the caller's, such as reminder, birthday or dose. */
            kind?: string;
            /** Format: duration */
            lateLimit?: string;
            /** @description null takes it away. */
            localTime?: string | null;
            /** @description Absent: one message on the person's preferred channel. */
            policyId?: string | null;
            rule?: {
                /** Format: date-time */
                at?: string;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * Format: date
                 * @description Instead of at: with localTime, in the zone that counts.
                 */
                localDate?: string;
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /** @constant */
                type: "once";
            } | {
                /**
                 * @description 29 February where the year has none: the 28th, 1 March, or not at all. Default: clamp.
                 * @enum {string}
                 */
                clamp?: "clamp" | "next" | "skip";
                /** @description In so many years at most, that of the date being the first. */
                count?: number;
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * @description birthDate, anniversaryDate, or one of the person’s other dates.
                 * @example birthDate
                 */
                field: string;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /** @description Asked for, moved or edited after its time on the day itself it still fires, at once; on no later day. */
                sameDay?: boolean;
                /** @constant */
                type: "annual";
            } | {
                /**
                 * @description A 29th, 30th or 31st that a month lacks: its last day, or none. Default: clamp.
                 * @enum {string}
                 */
                clamp?: "clamp" | "skip";
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /**
                 * @description RFC 5545, without DTSTART.
                 * @example FREQ=DAILY
                 */
                rrule: string;
                /**
                 * Format: date
                 * @description From here INTERVAL and COUNT are counted; absent: the local date on which the schedule was created.
                 */
                startDate?: string;
                /** @constant */
                type: "rrule";
            } | {
                /**
                 * Format: date-time
                 * @description The first of them; all others are whole intervals away from it.
                 */
                anchor: string;
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * Format: duration
                 * @description Elapsed time, at least PT1M; a day is 24 hours.
                 */
                interval: string;
                /** @constant */
                type: "every";
            } | {
                /**
                 * @description Minute, hour, day of the month, month, day of the week.
                 * @example 0 9 * * 1-5
                 */
                cron: string;
                excludeDates?: string[];
                /** @description Ids of holiday calendars. */
                excludeHolidays?: string[];
                excludeWeekends?: boolean;
                /**
                 * @description A time that the clocks jump over. Default: later.
                 * @enum {string}
                 */
                gap?: "later" | "skip";
                /**
                 * @description A time that the clocks show twice. Default: first.
                 * @enum {string}
                 */
                overlap?: "first" | "second" | "both";
                /**
                 * Format: date
                 * @description From here INTERVAL and COUNT are counted; absent: the local date on which the schedule was created.
                 */
                startDate?: string;
                /** @constant */
                type: "cron";
            };
            timeZone?: "person" | string;
            title?: string;
        };
        SchedulePreview: {
            data: {
                /**
                 * Format: date-time
                 * @example 2026-11-20T09:00:00Z
                 */
                at: string;
                /** @example 2027-03-14T03:30:00-04:00 */
                local: string;
                /** @description Why it is not simply at its time. */
                notes: string[];
                /** @example Asia/Phnom_Penh */
                timeZone: string;
            }[];
            /** @description Where fewer are shown than were asked for: how far was looked. What has ended by then has no more. */
            searchedUntil: string | null;
            /** @description What does not take place before the last of them, and why; the first hundred. */
            skipped: {
                /**
                 * Format: date
                 * @example 1950-02-28
                 */
                date: string;
                local: string;
                reason: string;
            }[];
        };
        Settings: {
            /**
             * @description disabled: nothing is sent to anybody; everything is recorded, as suppressed.
             * @enum {string}
             */
            delivery: "active" | "disabled";
            /** @description At most so many messages a second, by channel; what is over it waits, and holds up nobody else. A channel that is absent: any number. */
            ratesPerSecond: {
                [key: string]: number;
            };
            /** @description At most so many contacts of low or medium importance for one person in an hour; null: any number. */
            throttlePerHour: number | null;
            /** @description Counts edits; the ETag. */
            version: number;
        };
        SettingsEdit: {
            /**
             * @description disabled: nothing is sent to anybody; everything is recorded, as suppressed.
             * @enum {string}
             */
            delivery?: "active" | "disabled";
            /** @description At most so many messages a second, by channel; what is over it waits, and holds up nobody else. A channel that is absent: any number. */
            ratesPerSecond?: {
                [key: string]: number;
            };
            /** @description At most so many contacts of low or medium importance for one person in an hour; null: any number. */
            throttlePerHour?: number | null;
        };
        SettledSchedule: {
            /** @description The system that keeps it and writes its words, such as greetings; null: whoever made it. */
            author: string | null;
            body: string | null;
            /** @description Calls that were under way and had not ended in time; empty means that nothing leaves any more. */
            couldNotStop: components["schemas"]["CallUnderWay"][];
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            createdAt: string;
            /** @description Opaque. */
            id: string;
            /** @enum {string} */
            importance: "low" | "medium" | "high" | "critical";
            kind: string;
            /**
             * Format: duration
             * @example PT15M
             */
            lateLimit: string;
            localTime: string | null;
            nextAt: string | null;
            /** @description Opaque. */
            personId: string;
            personName: string;
            policyId: string | null;
            rule: {
                /** @enum {string} */
                type: "once" | "annual" | "rrule" | "every" | "cron";
            } & {
                [key: string]: unknown;
            };
            /**
             * @description finished: ended by somebody, or nothing more will come. An annual one without its date is active.
             * @enum {string}
             */
            state: "active" | "paused" | "finished";
            /** @description "person" or an IANA zone. */
            timeZone: string;
            title: string;
            /** @description Counts edits; the ETag. */
            version: number;
            /**
             * @description The zone that counts today.
             * @example Asia/Phnom_Penh
             */
            zone: string;
        };
        Simulation: {
            /** @description Whether it came to its end, or was cut off. */
            isComplete: boolean;
            /** @description Opaque. */
            personId: string;
            personName: string;
            turns: {
                /**
                 * Format: date-time
                 * @example 2026-11-20T09:00:00Z
                 */
                at: string;
                contacts: {
                    address: string | null;
                    /**
                     * Format: date-time
                     * @example 2026-11-20T09:00:00Z
                     */
                    at: string;
                    channel: string;
                    code: string | null;
                    /** @description The same by the wall clock of `timeZone`. */
                    local: string;
                    /** @description Opaque. */
                    personId: string;
                    personName: string;
                    reason: string | null;
                    /** @enum {string} */
                    status: "planned" | "held-back" | "suppressed" | "unreachable";
                    text: string;
                    /** @example Asia/Phnom_Penh */
                    timeZone: string;
                    /** @description Held back until then. */
                    until: string | null;
                }[];
                /** @enum {string} */
                kind: "fired" | "step" | "repeat" | "retry" | "deferred" | "exhausted" | "closed";
                /** @description The same by the wall clock of `timeZone`. */
                local: string;
                reason: string | null;
                /** @description How often the present step has been repeated by then. */
                repeat: number;
                /** @description How many steps have been taken by then. */
                step: number;
                /** @example Asia/Phnom_Penh */
                timeZone: string;
            }[];
            warnings: components["schemas"]["PolicyWarning"][];
        };
        SimulationRequest: {
            /**
             * Format: date-time
             * @description When it would fire; absent: now.
             */
            at?: string;
            /**
             * @default medium
             * @enum {string}
             */
            importance?: "low" | "medium" | "high" | "critical";
            /**
             * Format: uuid
             * @description Whose reminder it would be.
             */
            personId: string;
        };
        Snooze: {
            /**
             * Format: duration
             * @description Days keep the time of day; hours elapse.
             */
            for?: string;
            /** @description In plain language and in the person's zone: «1 hour», «until 5pm», «until Friday at 3pm». */
            text?: string;
            /**
             * Format: date-time
             * @description Within a year. Exactly one of `until`, `for` and `text`.
             */
            until?: string;
        };
        Timeline: {
            entries: components["schemas"]["TimelineEntry"][];
            occurrence: components["schemas"]["Occurrence"];
        };
        TimelineEntry: {
            address: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            at: string;
            /** @description Joins an attempt with its outcomes. */
            attemptId: string | null;
            channel: string | null;
            payload: {
                [key: string]: unknown;
            } | null;
            personId: string | null;
            personName: string | null;
            reason: string | null;
            status: string;
            /** @enum {string} */
            type: "attempt" | "outcome" | "decision" | "action" | "planned";
        };
        UpcomingOccurrence: {
            /**
             * Format: date-time
             * @description When it comes: `dueAt`, the end of its snooze, its re-page, or until when it has been put off.
             * @example 2026-11-20T09:00:00Z
             */
            at: string;
            /** @description The system that keeps its schedule and writes its words, such as greetings; null: whoever made it. */
            author: string | null;
            closedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            dueAt: string;
            firedAt: string | null;
            /** @description Opaque. */
            id: string;
            kind: string;
            localTime: string | null;
            /** @description Opaque. */
            personId: string;
            personName: string;
            /** @description Once it has begun, the policy it keeps, whatever its schedule has now. */
            policyId: string | null;
            /** @description The version that it keeps; null before it has begun, which it does with the newest. */
            policyVersion: number | null;
            /** @description Opaque. */
            scheduleId: string;
            /** @description The occurrence's nominal identity within its schedule. */
            slot: string;
            /** @description When a snoozed one fires again. */
            snoozedUntil: string | null;
            /** @enum {string} */
            state: "planned" | "due" | "open" | "acknowledged" | "completed" | "snoozed" | "exhausted" | "cancelled" | "skipped" | "missed" | "failed";
            /** @example Asia/Phnom_Penh */
            timeZone: string;
            title: string;
        };
        Waiting: {
            /** @description Of all that was looked through, however few of them are shown. */
            count: number;
            /** @description So much waits that there may be more of them than were counted. */
            isMore: boolean;
            /** @description The longest due first. */
            occurrences: components["schemas"]["Occurrence"][];
            /** @enum {string} */
            state: "exhausted" | "failed" | "missed" | "open";
        };
        Warning: {
            /**
             * @example contact.unreachable
             * @example contact.opted-out
             * @example contact.no-consent
             */
            code: string;
            /**
             * Format: date-time
             * @example 2026-11-20T09:00:00Z
             */
            dueAt: string;
            /** @description The same by the wall clock of `zone`. */
            localDueAt: string;
            message: string;
            /** @description Opaque. */
            occurrenceId: string;
            /** @description Opaque. */
            personId: string;
            personName: string;
            policyId: string | null;
            /** @description Not only this contact: no step of it would reach anybody. */
            reachesNobody: boolean;
            /** @description Opaque. */
            scheduleId: string;
            /** @description Of the policy, from 1; one more than it has steps where it tells that nobody answered. */
            step: number;
            title: string;
            /** @example Asia/Phnom_Penh */
            zone: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
