"""The Convention against Illicit Traffic in Narcotic Drugs and Psychotropic Substances, 1988."""
