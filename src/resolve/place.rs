//! Place names -> which place: prior by class and population, neighbours in a list, the document's countries, "X, Y".
