//! Random histories on several copies, exchanged in random order.
