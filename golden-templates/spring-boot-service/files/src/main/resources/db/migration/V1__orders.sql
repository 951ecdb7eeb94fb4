CREATE TABLE orders (
    id          uuid PRIMARY KEY,
    customer    varchar(100) NOT NULL,
    stock_check varchar(20)  NOT NULL,
    placed_at   timestamptz  NOT NULL
);

CREATE INDEX orders_by_customer ON orders (customer, placed_at DESC);

CREATE TABLE order_item (
    order_id         uuid        NOT NULL REFERENCES orders (id),
    position         integer     NOT NULL,
    sku              varchar(50) NOT NULL,
    quantity         integer     NOT NULL,
    unit_price_cents bigint      NOT NULL,
    PRIMARY KEY (order_id, position)
);
