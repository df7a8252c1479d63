-- Why: messages are taken in the order of their publication. Nodes' clocks differ, and may be pinned to one instant; keys
-- come in blocks, one node's after another's. A number that is taken under the lock of name and correlation key tells.

DROP INDEX "millrace"."message_name_correlation_key_key_index";--> statement-breakpoint
ALTER TABLE "millrace"."message" ADD COLUMN "position" bigint;--> statement-breakpoint
UPDATE "millrace"."message" m SET "position" = o."position"
FROM (SELECT "key", row_number() OVER (ORDER BY "published_at", "key") AS "position" FROM "millrace"."message") o
WHERE m."key" = o."key";--> statement-breakpoint
ALTER TABLE "millrace"."message" ALTER COLUMN "position" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "millrace"."message" ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (sequence name "millrace"."message_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
SELECT setval('millrace.message_position_seq', (SELECT coalesce(max("position"), 0) + 1 FROM "millrace"."message"), false);--> statement-breakpoint
CREATE INDEX "message_name_correlation_key_position_index" ON "millrace"."message" USING btree ("name","correlation_key","position");
